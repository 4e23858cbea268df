/** The EventLog on Apache Kafka (2.5 or newer): kafkajs transactions, read-committed readers, co-partitioned groups. */
import type { Producer } from 'kafkajs';

import type { EventLog, NewRecord, Subscription, Writer } from '../port.js';
import { KafkaConnection } from './connection.js';
import { ensureTopics } from './ensure-topics.js';
import { FencedProducer } from './fenced-producer.js';
import { GroupMember } from './group-member.js';
import { toLogError } from './kafka-errors.js';
import { partitionRange } from './ranges.js';
import { followTopics, readRange } from './reader.js';
import { inRounds } from './records.js';
import { withDefaults, type KafkaLogOptions } from './settings.js';
import { TopicCatalog } from './topic-catalog.js';

/** Opens nothing yet: the first call connects. `close` ends whatever is still open. */
export function createKafkaLog(options: KafkaLogOptions): EventLog {
  const settings = withDefaults(options);
  const connection = new KafkaConnection(settings);
  const catalog = new TopicCatalog(connection);
  const open = new Set<{ close(): Promise<void> }>();
  let appender: Promise<Producer> | undefined;

  /** Remembers what `close` must end; a closed one is forgotten. */
  function tracked(resource: { close(): Promise<void> }): { close(): Promise<void> } {
    const handle = {
      close: async (): Promise<void> => {
        open.delete(handle);
        await resource.close();
      },
    };
    open.add(handle);
    return handle;
  }

  async function connectAppender(): Promise<Producer> {
    const producer = connection.appender();
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      appender = undefined;
      throw error;
    }
  }

  return {
    ensureTopics: async (specs) => {
      for (const spec of specs) catalog.specify(spec);
      await ensureTopics(connection, specs);
    },

    append: async (records: readonly NewRecord[]) => {
      if (records.length === 0) return;
      const what = `append to ${[...new Set(records.map(({ topic }) => connection.name(topic)))].join(', ')}`;
      try {
        await catalog.load(records.map(({ topic }) => topic));
        const rounds = inRounds(
          records,
          (topic) => catalog.facts(topic),
          (topic) => connection.name(topic),
        );
        appender ??= connectAppender();
        const producer = await appender;
        const { compression } = connection;
        for (const topicMessages of rounds)
          await producer.sendBatch({ topicMessages, acks: -1, compression });
      } catch (error) {
        throw toLogError(error, what);
      }
    },

    range: (topic, partition) => partitionRange(connection, topic, partition),

    read: (topic, partition, from, to, onRecords) =>
      readRange(connection, topic, partition, from, to, onRecords),

    follow: async (topics, start, onRecords) =>
      tracked(await followTopics(connection, topics, start, onRecords)),

    subscribe: async (subscription): Promise<Subscription> =>
      tracked(await GroupMember.join(connection, catalog, subscription)),

    writer: async (id): Promise<Writer> => {
      const producer = await FencedProducer.open(connection, catalog, connection.name(`writer-${id}`));
      return { commit: (produced) => producer.commit(produced), ...tracked(producer) };
    },

    close: async () => {
      await Promise.all([...open].map((resource) => resource.close()));
      await (await appender)?.disconnect();
      await connection.close();
    },
  };
}
