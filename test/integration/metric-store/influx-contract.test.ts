import { randomUUID } from 'node:crypto';
import { InfluxDB } from 'influx';
import { describe } from 'vitest';
import { createInfluxMetricStore } from '../../../src/metric-store/influx/influx-metric-store.js';
import { metricStoreContract } from '../../contract/metric-store.js';
import { influxService, titled } from '../../services/index.js';

const influx = await influxService();

describe.skipIf(influx.missing !== undefined)(titled('InfluxDB', influx), () => {
  metricStoreContract('InfluxDB', async () => {
    const url = influx.address ?? '';
    const database = `contract-${randomUUID()}`;
    let store = createInfluxMetricStore({ url, database });
    await store.open();
    return {
      store,
      async reopen() {
        await store.close();
        store = createInfluxMetricStore({ url, database });
        await store.open();
        return store;
      },
      async dispose() {
        await store.close();
        await new InfluxDB(url).dropDatabase(database);
      },
    };
  });
});
