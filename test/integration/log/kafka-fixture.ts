import { randomUUID } from 'node:crypto';

import { Kafka, logLevel } from 'kafkajs';

import { createKafkaLog, type KafkaLogOptions } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import type { EventLogFixture } from '../../contract/event-log.js';

/** Quick enough for tests: short sessions, and no long waits for data that do not come. */
export const quick = { sessionTimeoutMs: 6_000, heartbeatIntervalMs: 100, maxWaitMs: 50 } as const;

/** What the contract suite needs of a broker. */
export function kafkaFixture(broker: string, options: Partial<KafkaLogOptions> = {}): EventLogFixture {
  const logs: EventLog[] = [];
  const run = randomUUID().slice(0, 8);
  let names = 0;
  const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  return {
    log: () => {
      const log = createKafkaLog({ brokers: [broker], clientId: 'contract', ...quick, ...options });
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
  };
}
