/** Two deployments that share broker, InfluxDB and data directory, and differ in their prefix, see nothing of each other. */
import { randomUUID } from 'node:crypto';

import { InfluxDB } from 'influx';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';

import { openLog, openStore, stateDirectory } from '../../../src/cli/adapters.js';
import { defaultConfig } from '../../../src/config/load-config.js';
import type { Config } from '../../../src/config/schema.js';
import type { EventLog } from '../../../src/log/port.js';
import type { MetricStore } from '../../../src/metric-store/port.js';
import { commitBatch, consume } from '../../contract/event-log/consumer.js';
import { eventually, readAtLeast, record, spec, texts } from '../../contract/event-log/fixture.js';
import { point } from '../../contract/metric-store.js';
import { influxService, kafkaService, titled } from '../../services/index.js';
import { removeTemporaryFolders, temporaryFolder } from '../demo/temporary-folder.js';

const [kafka, influx] = [await kafkaService(), await influxService()];
const run = randomUUID().slice(0, 8);
const prefixes = [`${run}-north.`, `${run}-south.`] as const;

describe.skipIf(kafka.missing !== undefined)(titled('two deployments, one cluster', kafka), () => {
  const closers: (() => Promise<void>)[] = [];
  const data = temporaryFolder();
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    removeTemporaryFolders();
  });

  const configOf = (prefix: string): Config => ({
    ...defaultConfig,
    data,
    kafka: { brokers: [kafka.address ?? ''], prefix },
  });

  async function logOf(prefix: string): Promise<EventLog> {
    const log = await openLog(configOf(prefix), pino({ level: 'silent' }));
    closers.push(() => log.close());
    return log;
  }

  async function storeOf(config: Config): Promise<MetricStore> {
    const store = await openStore(config, pino({ level: 'silent' }));
    closers.push(() => store.close());
    return store;
  }

  it('the same topics, groups and writers are others', async () => {
    const logs = await Promise.all(prefixes.map(logOf));
    const consumers = await Promise.all(
      logs.map(async (log, i) => {
        await log.ensureTopics([spec('predictions'), spec('profiles')]);
        const writer = await log.writer('replayer');
        await writer.commit([record('predictions', 'k', `of ${i}`)]);
        await writer.close();
        return consume(log, {
          group: 'profiler',
          topics: ['predictions'],
          process: (batch) =>
            commitBatch(
              batch,
              batch.records.map((r) => record('profiles', r.key, `seen ${r.value?.toString() ?? ''}`)),
            ),
        });
      }),
    );
    for (const [i, log] of logs.entries()) {
      expect(texts(await readAtLeast(1, log, 'profiles'))).toEqual([`seen of ${i}`]);
      await eventually('its one record', () => consumers[i]?.delivered().length === 1);
    }
    for (const consumer of consumers) {
      await consumer.close();
      expect(consumer.fatal).toEqual([]);
    }
  });

  it('local state and metrics in one data directory are kept apart', async () => {
    const [north, south] = [configOf(prefixes[0]), configOf(prefixes[1])];
    expect(stateDirectory(north)).not.toBe(stateDirectory(south));
    await expectApart(await storeOf(north), await storeOf(south));
  });

  it.skipIf(influx.missing !== undefined)(
    titled('metrics in one database of InfluxDB are kept apart', influx),
    async () => {
      const url = influx.address ?? '';
      const database = `tenants-${run}`;
      closers.push(() => new InfluxDB(url).dropDatabase(database));
      const on = (config: Config): Config => ({ ...config, influx: { url, database } });
      const [north, south] = [
        await storeOf(on(configOf(prefixes[0]))),
        await storeOf(on(configOf(prefixes[1]))),
      ];
      await expectApart(north, south);
      // One that has no prefix is a deployment too.
      const { kafka: _, ...plain } = configOf('');
      const third = await storeOf(on(plain));
      expect(await third.query({})).toEqual([]);
      await third.write([point({ value: 0.3 })]);
      expect(await third.query({})).toEqual([point({ value: 0.3 })]);
      expect(await north.query({})).toEqual([point({ value: 0.1 })]);
    },
  );

  async function expectApart(north: MetricStore, south: MetricStore): Promise<void> {
    await north.write([point({ value: 0.1 })]);
    await south.write([point({ value: 0.2 })]);
    expect(await north.query({})).toEqual([point({ value: 0.1 })]);
    expect(await south.query({})).toEqual([point({ value: 0.2 })]);
  }
});
