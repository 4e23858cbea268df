import { LogError } from '../errors.js';
import { toOffset, type PartitionRange } from '../port.js';
import type { KafkaConnection } from './connection.js';
import { messageOf, protocolErrorType, toLogError } from './kafka-errors.js';

/** Answers of a broker that does not lead the partition yet (a new topic) or any more. */
const moving = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE', 'REPLICA_NOT_AVAILABLE']);
const LEADER_TRIES = 12;
const FIRST_WAIT_MS = 20;
const MAX_WAIT_MS = 1_000;

/**
 * What can be read of each partition of a topic. `next` is the last stable offset: kafkajs asks read-committed, so an
 * open transaction is beyond it.
 */
export async function topicRanges(
  connection: KafkaConnection,
  topic: string,
): Promise<Map<number, PartitionRange>> {
  const name = connection.name(topic);
  for (let attempt = 1, wait = FIRST_WAIT_MS; ; attempt++, wait = Math.min(2 * wait, MAX_WAIT_MS)) {
    try {
      const offsets = await inTurn(connection, async () =>
        (await connection.admin()).fetchTopicOffsets(name),
      );
      return new Map(
        offsets.map(({ partition, low, high }) => [
          partition,
          { first: toOffset(low), next: toOffset(high) },
        ]),
      );
    } catch (error) {
      if (attempt === LEADER_TRIES || !passes(error)) {
        throw toLogError(error, `offsets of topic ${name}`);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      // kafkajs gives up here without asking who leads now.
      if (attempt % 4 === 0) await connection.renewAdmin();
    }
  }
}

function passes(error: unknown): boolean {
  const type = protocolErrorType(error);
  // kafkajs takes the only entry of an answer that is empty where its picture of the cluster lacks the topic.
  return type === undefined ? /destructure property 'partitions'/.test(messageOf(error)) : moving.has(type);
}

/** The last question about offsets of each connection. */
const asked = new WeakMap<KafkaConnection, Promise<unknown>>();

/**
 * One question about offsets at a time: each makes kafkajs's client renew its list of topics, and one that finds it without
 * its own topic, because another is just being asked about, fails on an empty answer.
 */
export function inTurn<T>(connection: KafkaConnection, ask: () => Promise<T>): Promise<T> {
  const mine = (asked.get(connection) ?? Promise.resolve()).then(ask);
  asked.set(
    connection,
    mine.catch(() => undefined),
  );
  return mine;
}

export async function partitionRange(
  connection: KafkaConnection,
  topic: string,
  partition: number,
): Promise<PartitionRange> {
  const range = (await topicRanges(connection, topic)).get(partition);
  if (range === undefined) {
    throw new LogError('topic-mismatch', `topic ${connection.name(topic)} has no partition ${partition}`);
  }
  return range;
}
