import { recordId } from '../../src/events/record-id.js';
import type { LogRecord, NewRecord, Offset, Task, TaskHandler } from '../../src/log/port.js';
import type { TopicName } from '../../src/topology.js';

/** Where the records of a topic with foreign keys belong. */
export const REKEYED: Readonly<Partial<Record<TopicName, TopicName>>> = {
  'predictions-in': 'predictions',
  'outcomes-in': 'outcomes',
};

/**
 * A record as the join needs it: the prediction's id is the key, and Leeway's partitioner places it. Its bytes and headers are
 * untouched. What has no id (an end marker, a record that is no JSON) keeps key and partition: the profiler says what is wrong
 * with it, in one place for all.
 */
export function rekeyed({ topic, partition, key, value, headers }: LogRecord): NewRecord {
  const target = REKEYED[topic as TopicName];
  if (target === undefined) throw new Error(`rekey does not read the topic ${topic}`);
  const id = value === null ? undefined : recordId(value.toString());
  return id === undefined
    ? { topic: target, key, value, headers, partition }
    : { topic: target, key: id, value, headers };
}

/**
 * The stage for producers that place records in their own way (librdkafka by CRC32, sarama by FNV-1a, round robin): reads each
 * partition of the topics with foreign keys and writes its records where they belong, with the offsets in the same commit.
 * It has no state, so a restart goes on at the commit.
 */
export function openRekey(task: Task): TaskHandler {
  return {
    positions: task.committed,
    async process(records) {
      const last = records.at(-1);
      if (last === undefined) return;
      await task.commit({
        consumed: { [last.topic]: (last.offset + 1) as Offset },
        produced: records.map(rekeyed),
      });
    },
    close: () => Promise.resolve(),
  };
}
