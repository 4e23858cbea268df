/** What the adapter does to a real InfluxDB: databases, policies, refusals, and what a user's names can not do. */
import { randomUUID } from 'node:crypto';
import { InfluxDB } from 'influx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInfluxMetricStore } from '../../../src/metric-store/influx/influx-metric-store.js';
import type { InfluxMetricStoreOptions } from '../../../src/metric-store/influx/influx-metric-store.js';
import type { MetricStore } from '../../../src/metric-store/port.js';
import { point } from '../../contract/metric-store.js';
import { influxService, titled } from '../../services/index.js';

const influx = await influxService();
const day = 86_400_000;

describe.skipIf(influx.missing !== undefined)(titled('InfluxDB metric store', influx), () => {
  const url = influx.address ?? '';
  let database: string;
  let admin: InfluxDB;
  let stores: MetricStore[];

  const opened = async (options: Partial<InfluxMetricStoreOptions> = {}): Promise<MetricStore> => {
    const store = createInfluxMetricStore({ url, database, ...options });
    stores.push(store);
    await store.open();
    return store;
  };

  beforeEach(() => {
    database = `leeway-${randomUUID()}`;
    admin = new InfluxDB({ ...hostOf(url), database });
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await admin.dropDatabase(database);
  });

  it('makes the database with a default policy that keeps everything', async () => {
    await opened();
    await opened();
    expect(await policies()).toEqual([['leeway', '0s', true]]);
  });

  it("leaves an existing database's default policy alone", async () => {
    await admin.createDatabase(database);
    const store = await opened({ retention: 30 * day });
    expect(await policies()).toEqual([
      ['autogen', '0s', true],
      ['leeway', '720h0m0s', false],
    ]);
    const now = point({ time: Math.floor(Date.now() / 1000) * 1000 });
    await store.write([now]);
    expect(await store.query({})).toEqual([now]);
  });

  it('follows the configured retention', async () => {
    await opened({ retention: 30 * day });
    await opened({ retention: 10 * day });
    expect(await policies()).toEqual([['leeway', '240h0m0s', true]]);
    await opened();
    expect(await policies()).toEqual([['leeway', '0s', true]]);
  });

  it('names the points that InfluxDB refuses, and stores the others', async () => {
    const store = await opened({ retention: 30 * day });
    const now = Math.floor(Date.now() / 1000) * 1000;
    const points = Array.from({ length: 200 }, (_, i) => point({ time: now - i * 1000 }));
    points[70] = point({ metric: 'too-old', feature: 'hour' });
    const written = store.write(points);
    await expect(written).rejects.toMatchObject({ code: 'points-refused', handling: 'fatal' });
    await expect(written).rejects.toThrow(
      /beyond retention policy.*"too-old" of feature "hour".*2001-02-22T00:00:00/,
    );
    expect(await store.query({})).toHaveLength(199);
  });

  it('lets no name write a line, a tag, a field or a query of its own', async () => {
    const store = await opened();
    const hostile = [
      'x\nforged,model=a value=1 0',
      'x\\\nforged value=1',
      'x value=9 1\nforged value=1 0',
      'x\\,forged=1',
      'x\\ value=9',
      'x,forged=1',
      'x\'; DROP DATABASE "leeway"; --',
      '") ; DROP SERIES FROM /.*/ ; --',
    ];
    await store.write(hostile.map((name) => point({ model: name, metric: name, segment: name })));
    for (const name of hostile) expect(await store.query({ model: name })).toHaveLength(1);
    expect(await admin.getMeasurements()).toEqual(['metrics']);
    const tags = await admin.query<{ tagKey: string }>('SHOW TAG KEYS');
    expect(tags.map((row) => row.tagKey)).toEqual([
      'feature',
      'metric',
      'model',
      'resolution',
      'segment',
      'version',
    ]);
    const fields = await admin.query<{ fieldKey: string }>('SHOW FIELD KEYS');
    expect(fields.map((row) => row.fieldKey)).toEqual(['value']);
    expect(await store.query({})).toHaveLength(hostile.length);
  });

  it('says that the database is gone', async () => {
    const store = await opened();
    await admin.dropDatabase(database);
    await expect(store.write([point()])).rejects.toMatchObject({ code: 'missing' });
    await expect(store.query({})).rejects.toMatchObject({ code: 'missing' });
  });

  async function policies(): Promise<[string, string, boolean][]> {
    const found = await admin.showRetentionPolicies(database);
    return found.map((policy) => [policy.name, policy.duration, policy.default]);
  }
});

function hostOf(url: string): { host: string; port: number } {
  if (url === '') return { host: '', port: 0 };
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
