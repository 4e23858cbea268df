import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDuckDbMetricStore } from '../../../src/metric-store/duckdb/duckdb-metric-store.js';
import { metricStoreContract } from '../../contract/metric-store.js';

metricStoreContract('DuckDB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leeway-duckdb-'));
  const path = join(folder, 'made', 'metrics.duckdb');
  let store = createDuckDbMetricStore({ path });
  await store.open();
  return {
    store,
    async reopen() {
      await store.close();
      store = createDuckDbMetricStore({ path });
      await store.open();
      return store;
    },
    async dispose() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});
