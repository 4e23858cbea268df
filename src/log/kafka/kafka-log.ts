/** The EventLog on Apache Kafka (2.5 or newer): kafkajs transactions, read-committed readers, co-partitioned groups. */
import type { EventLog, Subscription, Writer } from '../port.js';
import { Appender } from './appender.js';
import { KafkaConnection } from './connection.js';
import { ensureTopics } from './ensure-topics.js';
import { FencedProducer } from './fenced-producer.js';
import { GroupMember } from './group-member.js';
import { partitionRange } from './ranges.js';
import { followTopics, readRange } from './reader.js';
import { withDefaults, type KafkaLogOptions } from './settings.js';
import { TopicCatalog } from './topic-catalog.js';

/** Opens nothing yet: the first call connects. `close` ends whatever is still open. */
export function createKafkaLog(options: KafkaLogOptions): EventLog {
  const settings = withDefaults(options);
  const connection = new KafkaConnection(settings);
  const catalog = new TopicCatalog(connection);
  const appender = new Appender(connection, catalog);
  const open = new Set<{ close(): Promise<void> }>();

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

  return {
    ensureTopics: async (specs) => {
      for (const spec of specs) catalog.specify(spec);
      await ensureTopics(connection, specs);
    },

    append: (records) => appender.append(records),

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
      await appender.close();
      await connection.close();
    },
  };
}
