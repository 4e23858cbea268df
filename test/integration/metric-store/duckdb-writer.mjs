// A process to be killed: opens the store at argv[2] and writes for ever, 3,000 points of one time a write.
// Prints the number of writes that are done, after each.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const source = fileURLToPath(
  new URL('../../../src/metric-store/duckdb/duckdb-metric-store.ts', import.meta.url),
);
const { module } = await runnerImport(source, { configFile: false, logLevel: 'error' });
const store = module.createDuckDbMetricStore({ path: process.argv[2] });
await store.open();
for (let time = 1; ; time++) {
  await store.write(
    Array.from({ length: 3_000 }, (_, i) => ({
      model: 'm',
      version: '1',
      segment: '',
      resolution: '1h',
      feature: `f${i}`,
      metric: 'psi',
      time,
      value: i,
    })),
  );
  process.stdout.write(`${time}\n`);
}
