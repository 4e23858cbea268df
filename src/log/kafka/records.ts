/** Records of the port as messages of kafkajs. */
import type { Message, TopicMessages } from 'kafkajs';

import { LogError } from '../errors.js';
import { partitionOf } from '../partitioner.js';
import type { NewRecord } from '../port.js';
import type { TopicFacts } from './topic-catalog.js';

/** kafkajs copies a partition's messages once for each of them: beyond this the copying costs more than a request. */
const MAX_RECORDS_A_BATCH = 1_000;
/** Room for what Kafka stores around a record: lengths, deltas, the header of its batch. */
export const RECORD_OVERHEAD_BYTES = 1_024;

/** Bytes that count against a topic's record limit: key, value and headers. */
export function recordBytes(record: NewRecord): number {
  let bytes = (record.value?.length ?? 0) + (record.key === null ? 0 : Buffer.byteLength(record.key));
  for (const [name, value] of Object.entries(record.headers ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  return bytes;
}

/**
 * Throws `LogError` for the first record that its topic cannot take (`record-too-large`, `topic-mismatch`); otherwise
 * the bytes of them all.
 */
export function checkedBytes(records: readonly NewRecord[], factsOf: (topic: string) => TopicFacts): number {
  let sum = 0;
  for (const record of records) {
    const bytes = recordBytes(record);
    check(record, bytes, factsOf(record.topic));
    sum += bytes;
  }
  return sum;
}

interface Batch {
  bytes: number;
  readonly messages: Message[];
}

/**
 * Splits records into rounds of requests: kafkajs makes ONE record batch a partition and request, and the broker's
 * `max.message.bytes` limits the batch, not the record. Order within a partition is kept: send round after round.
 * Checks everything first, so that a record that cannot be stored keeps the others from being sent.
 */
export function inRounds(
  records: readonly NewRecord[],
  factsOf: (topic: string) => TopicFacts,
  nameOf: (topic: string) => string,
): TopicMessages[][] {
  const lanes = new Map<string, Map<number, Batch[]>>();
  for (const record of records) {
    const facts = factsOf(record.topic);
    const bytes = recordBytes(record);
    check(record, bytes, facts);
    const partition = record.partition ?? partitionOf(record.key, facts.partitions);
    const partitions = lanes.get(record.topic) ?? new Map<number, Batch[]>();
    lanes.set(record.topic, partitions);
    const batches = partitions.get(partition) ?? [];
    partitions.set(partition, batches);
    let batch = batches.at(-1);
    const size = bytes + RECORD_OVERHEAD_BYTES / 16;
    if (
      batch === undefined ||
      batch.messages.length >= MAX_RECORDS_A_BATCH ||
      batch.bytes + size > facts.maxBatchBytes - RECORD_OVERHEAD_BYTES
    ) {
      batch = { bytes: 0, messages: [] };
      batches.push(batch);
    }
    batch.bytes += size;
    const { key, value, headers } = record;
    batch.messages.push({ key, value, partition, ...(headers === undefined ? {} : { headers }) });
  }
  const rounds: TopicMessages[][] = [];
  for (const [topic, partitions] of lanes) {
    for (const batches of partitions.values()) {
      for (const [round, { messages }] of batches.entries()) {
        (rounds[round] ??= []).push({ topic: nameOf(topic), messages });
      }
    }
  }
  return rounds;
}

function check(record: NewRecord, bytes: number, facts: TopicFacts): void {
  const { topic, partition } = record;
  if (bytes > facts.maxRecordBytes) {
    throw new LogError(
      'record-too-large',
      `${topic}: a record of ${bytes} bytes exceeds the limit of ${facts.maxRecordBytes} bytes; send less or raise the topic's record limit`,
    );
  }
  if (partition !== undefined && (partition < 0 || partition >= facts.partitions)) {
    throw new LogError(
      'topic-mismatch',
      `${topic} has ${facts.partitions} partitions: there is no partition ${partition}`,
    );
  }
  if (facts.compacted && record.key === null) {
    throw new LogError('topic-mismatch', `${topic} is compacted: each record needs a key`);
  }
}
