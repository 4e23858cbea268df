// `node scripts/kafka.mjs`: starts the real broker of the tests (test/services/kafka.ts) for as long as standard input
// stays open. Prints one line of JSON: `{"address":"host:port"}`, or `{"missing":"why there is none"}`.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

process.stdin.resume();
const closed = new Promise((resolve) => process.stdin.once('end', resolve));
// Ctrl-C reaches the whole process group: standard input decides when it is over, not the signal.
process.on('SIGINT', () => {});

try {
  const { module } = await runnerImport(
    fileURLToPath(new URL('../test/services/kafka.ts', import.meta.url)),
    { configFile: false, logLevel: 'error' },
  );
  const broker = await module.startKafka();
  console.log(JSON.stringify({ address: broker.address }));
  await closed;
  await broker.stop();
} catch (error) {
  console.log(JSON.stringify({ missing: error instanceof Error ? error.message : String(error) }));
}
process.exit();
