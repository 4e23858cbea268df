import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LeewayClient } from '../../../producers/client/index.js';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import { partitionOf } from '../../../src/log/partitioner.js';
import type { EventLog } from '../../../src/log/port.js';
import { kafkaService, titled } from '../../services/index.js';

const PARTITIONS = 3;
const ids = Array.from({ length: 40 }, (_, n) => `id-${n}`);

async function createTopics(log: EventLog): Promise<void> {
  const topic = {
    partitions: PARTITIONS,
    cleanup: 'delete',
    retentionMs: -1,
    maxRecordBytes: 256 * 1024,
  } as const;
  await log.ensureTopics([
    { ...topic, name: 'predictions' },
    { ...topic, name: 'outcomes' },
  ]);
}

async function publish(client: LeewayClient): Promise<void> {
  for (const id of ids) {
    await client.predict({ id, model: 'm', version: '1', time: 1000, features: { x: 1 }, prediction: 2 });
    await client.outcome({ id, model: 'm', time: 2000, outcome: 3 });
  }
  await client.close();
}

/** Keys by partition, in the order of the log. */
async function keysOf(log: EventLog, topic: string): Promise<(string | null)[][]> {
  return Promise.all(
    Array.from({ length: PARTITIONS }, async (_, partition) => {
      const keys: (string | null)[] = [];
      const { first, next } = await log.range(topic, partition);
      await log.read(topic, partition, first, next, (records) => {
        keys.push(...records.map(({ key }) => key));
      });
      return keys;
    }),
  );
}

const expected = Array.from({ length: PARTITIONS }, (_, partition) =>
  ids.filter((id) => partitionOf(id, PARTITIONS) === partition),
);

it('LeewayClient puts pairs into the same partition of an embedded log, in order', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'leeway-client-'));
  const log = await createEmbeddedLog({ directory });
  try {
    await createTopics(log);
    await publish(new LeewayClient({ log, batchRecords: 7 }));
    expect(await keysOf(log, 'predictions')).toEqual(expected);
    expect(await keysOf(log, 'outcomes')).toEqual(expected);
  } finally {
    await log.close();
    await rm(directory, { recursive: true });
  }
});

const kafka = await kafkaService();
describe.skipIf(kafka.missing !== undefined)(titled('LeewayClient on Kafka', kafka), () => {
  it('puts pairs into the same partition, in order, and lets go of the brokers', async () => {
    const brokers = [kafka.address ?? ''];
    const prefix = `client-${randomUUID().slice(0, 8)}-`;
    const log = createKafkaLog({ brokers, clientId: 'test', prefix });
    try {
      await createTopics(log);
      await publish(new LeewayClient({ brokers, prefix, batchRecords: 7 }));
      expect(await keysOf(log, 'predictions')).toEqual(expected);
      expect(await keysOf(log, 'outcomes')).toEqual(expected);
    } finally {
      await log.close();
    }
  });
});
