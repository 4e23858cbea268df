import { randomUUID } from 'node:crypto';

import { Kafka, logLevel } from 'kafkajs';
import { describe } from 'vitest';

import { createKafkaLog } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import { eventLogContract } from '../../contract/event-log.js';
import { kafkaService, titled } from '../../services/index.js';

const kafka = await kafkaService();
const broker = kafka.address ?? '';

function openLog(): EventLog {
  return createKafkaLog({
    brokers: [broker],
    clientId: 'contract',
    sessionTimeoutMs: 6_000,
    heartbeatIntervalMs: 100,
    maxWaitMs: 50,
  });
}

describe.skipIf(kafka.missing !== undefined)(titled('Kafka', kafka), () => {
  eventLogContract('kafka', () => {
    const logs: EventLog[] = [];
    const run = randomUUID().slice(0, 8);
    let names = 0;
    const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
    return Promise.resolve({
      log: () => {
        const log = openLog();
        logs.push(log);
        return Promise.resolve(log);
      },
      topic: (suffix) => `${run}-${++names}-${suffix}`,
      fence: async (group, _topics, partition) => {
        const producer = client.producer({ transactionalId: `${group}-${partition}`, idempotent: true });
        await producer.connect();
        const transaction = await producer.transaction();
        await transaction.abort();
        await producer.disconnect();
      },
      expire: async (topic, partition, before) => {
        const admin = client.admin();
        await admin.connect();
        // kafkajs finds the leader only of topics that it has asked about.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(before) }] });
        await admin.disconnect();
      },
      close: async () => {
        await Promise.all(logs.map((log) => log.close()));
      },
    });
  });
});
