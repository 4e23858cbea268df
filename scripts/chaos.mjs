// `npm run chaos -- --kills 200 --seed 7 --engine kafka|embedded`: a load in peace and the same one in a storm of faults, and
// the books of both (bench/chaos). Kafka and InfluxDB are those of the tests, started for this run alone: it kills them too.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { main } from '../dist/bench/chaos/main.js';

const load = async (name) => {
  const path = fileURLToPath(new URL(`../test/services/${name}.ts`, import.meta.url));
  return (await runnerImport(path, { configFile: false, logLevel: 'error' })).module;
};

try {
  process.exitCode = await main(process.argv.slice(2), {
    kafka: async () => (await load('kafka-restartable')).startRestartableKafka(),
    influx: async () => (await load('influx')).startInflux(),
  });
} catch (error) {
  console.error(`chaos: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
process.exit();
