/** What commits ask of a real broker: their coordinators are found once, not before each request. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { Kafka, logLevel } from '../../../src/log/kafka/kafkajs.js';
import { kafkaService, titled } from '../../services/index.js';

const kafka = await kafkaService();
const COMMITS = 5;

describe.skipIf(kafka.missing !== undefined)(titled('A transaction on Kafka', kafka), () => {
  const topic = `${randomUUID().slice(0, 8)}-committed`;
  const client = new Kafka({ brokers: [kafka.address ?? ''], logLevel: logLevel.NOTHING });
  const admin = client.admin();
  const producer = client.producer({ transactionalId: topic, idempotent: true });
  const asked: string[] = [];

  beforeAll(async () => {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    await producer.connect();
    // The coordinator of a group is not ready at once where no group has been before.
    await vi.waitFor(() => commit('first'), { timeout: 60_000, interval: 200 });
    producer.on('producer.network.request', ({ payload }) => void asked.push(payload.apiName));
  });
  afterAll(async () => {
    await producer.disconnect();
    await admin.disconnect();
  });

  async function commit(value: string): Promise<void> {
    const transaction = await producer.transaction();
    try {
      await transaction.sendBatch({ topicMessages: [{ topic, messages: [{ partition: 0, value }] }] });
      await transaction.sendOffsets({
        consumerGroupId: topic,
        topics: [{ topic, partitions: [{ partition: 0, offset: '1' }] }],
      });
      await transaction.commit();
    } catch (error) {
      await transaction.abort();
      throw error;
    }
  }

  it('asks the coordinators that it knows, and nobody where they are', async () => {
    for (let i = 0; i < COMMITS; i++) await commit(String(i));
    const counts = (name: string) => asked.filter((api) => api === name).length;
    expect(counts('EndTxn')).toBe(COMMITS);
    expect(counts('TxnOffsetCommit')).toBe(COMMITS);
    expect(counts('GroupCoordinator')).toBe(0);
    const group = await admin.fetchOffsets({ groupId: topic, topics: [topic] });
    expect(group[0]?.partitions[0]?.offset).toBe('1');
  });
});
