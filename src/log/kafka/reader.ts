import { randomUUID } from 'node:crypto';

import type { Consumer, EachBatchPayload } from 'kafkajs';

import { LogError } from '../errors.js';
import { toOffset, type Follower, type LogRecord, type Offset } from '../port.js';
import { everythingToOne } from './assigner.js';
import type { KafkaConnection } from './connection.js';
import { fetchedOffset, recordsOf, type BatchEvent } from './fetched/fetched-batch.js';
import { whileBeating } from './heartbeat.js';
import { messageOf, toLogError } from './kafka-errors.js';
import { partitionRange, topicRanges } from './ranges.js';

type OnRecords = (records: readonly LogRecord[]) => void | Promise<void>;

/** Where each partition of each topic is read next: by topic, then by partition. */
type Positions = Map<string, Map<number, number>>;

/**
 * Reads partitions outside of any group of Leeway's: kafkajs knows only groups, so each reader is the one member of a
 * group of its own that commits nothing and is deleted at the end. A broker delays each new group by its
 * `group.initial.rebalance.delay.ms`, three seconds unless it is told otherwise.
 */
class Reader {
  readonly #connection: KafkaConnection;
  readonly #positions: Positions;
  readonly #onRecords: OnRecords;
  readonly #onProgress: () => void;
  readonly #onFailure: (error: unknown) => void;
  readonly #onStep: ((text: string) => void) | undefined;
  readonly #groupId: string;
  readonly #consumer: Consumer;
  #closing: Promise<void> | undefined;

  constructor(
    connection: KafkaConnection,
    positions: Positions,
    onRecords: OnRecords,
    onProgress: () => void,
    onFailure: (error: unknown) => void,
    onStep?: (text: string) => void,
  ) {
    this.#connection = connection;
    this.#positions = positions;
    this.#onRecords = onRecords;
    this.#onProgress = onProgress;
    this.#onFailure = onFailure;
    this.#onStep = onStep;
    this.#groupId = connection.name(`reader-${connection.settings.clientId}-${randomUUID()}`);
    const assignment = [...positions].map(([topic, partitions]): [string, number[]] => [
      connection.name(topic),
      [...partitions.keys()],
    ]);
    this.#consumer = connection.consumer(
      this.#groupId,
      everythingToOne(Object.fromEntries(assignment)),
      () => this.#closing === undefined,
    );
  }

  async start(): Promise<void> {
    const consumer = this.#consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => this.#seek());
    consumer.on(consumer.events.START_BATCH_PROCESS, (event) => this.#skipped(event.payload));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && this.#closing === undefined)
        this.#onFailure(toLogError(payload.error, `reading as ${this.#groupId}`));
    });
    await consumer.connect();
    const topics = [...this.#positions.keys()].map((topic) => this.#connection.name(topic));
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#batch(payload),
    });
  }

  /** Each time the group of one is formed: kafkajs would start at the first record again. */
  #seek(): void {
    for (const [topic, partitions] of this.#positions) {
      for (const [partition, position] of partitions) {
        this.#consumer.seek({ topic: this.#connection.name(topic), partition, offset: String(position) });
      }
    }
  }

  async #batch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = this.#connection.plain(batch.topic);
    const position = this.#positions.get(topic)?.get(batch.partition);
    if (position === undefined || this.#closing !== undefined || payload.isStale()) return;
    const from = fetchedOffset(batch);
    if (from < position) return;
    if (from > position) {
      const lost = `retention has deleted records of ${batch.topic}[${batch.partition}] from ${position} to ${from} while it was read`;
      this.#onFailure(new LogError('offset-gap', lost));
      return;
    }
    const records = recordsOf(batch, topic, this.#onStep);
    const interval = this.#connection.settings.heartbeatIntervalMs;
    try {
      const handed = Promise.resolve(this.#onRecords(records));
      // A rebalance waits for the callback, and the next generation seeks behind these records.
      const advanced = handed.then(() =>
        this.#advance(topic, batch.partition, Number(batch.lastOffset()) + 1),
      );
      await whileBeating(
        advanced,
        () => payload.heartbeat(),
        interval,
        () => Promise.resolve(),
      );
    } catch (error) {
      if (isRebalance(error)) throw error;
      this.#onFailure(error);
      return;
    }
    const last = records.at(-1);
    if (last !== undefined) payload.resolveOffset(String(last.offset));
  }

  #skipped(event: BatchEvent): void {
    if (event.batchSize > 0 || event.lastOffset === null) return;
    const topic = this.#connection.plain(event.topic);
    const position = this.#positions.get(topic)?.get(event.partition) ?? Infinity;
    const end = Number(event.lastOffset) + 1;
    if (end > position) this.#advance(topic, event.partition, end);
  }

  #advance(topic: string, partition: number, position: number): void {
    this.#positions.get(topic)?.set(partition, position);
    this.#onProgress();
  }

  close(): Promise<void> {
    this.#closing ??= this.#leave();
    return this.#closing;
  }

  async #leave(): Promise<void> {
    await this.#consumer.disconnect();
    try {
      const admin = await this.#connection.admin();
      await admin.deleteGroups([this.#groupId]);
    } catch (error) {
      // The broker forgets an empty group without offsets by itself, only later.
      this.#connection.settings.logger.debug(
        { group: this.#groupId, error: messageOf(error) },
        'group not deleted',
      );
    }
  }
}

function isRebalance(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}

/** See `EventLog.read`. Transaction markers take offsets, so the end is known by where the fetches have come. */
export async function readRange(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  from: Offset,
  to: Offset,
  onRecords: OnRecords,
): Promise<void> {
  const range = await partitionRange(connection, topic, partition);
  if (from < range.first && from < to) {
    throw new LogError(
      'offset-gap',
      `${connection.name(topic)}[${partition}] begins at offset ${range.first}: the records from ${from} on are gone ` +
        '(retention); lengthen retention.ms, or start from the first offset',
    );
  }
  const end = toOffset(Math.min(to, range.next));
  if (from >= end) return;
  const inRange = async (records: readonly LogRecord[]): Promise<void> => {
    const wanted = records.filter(({ offset }) => offset < end);
    if (wanted.length > 0) await onRecords(wanted);
  };
  await readUntil(connection, [{ topic, partition, from, end }], inRange);
}

/** A piece of a partition, up to `end` and not with it. */
export interface Piece {
  readonly topic: string;
  readonly partition: number;
  readonly from: Offset;
  readonly end: Offset;
}

/** Reads all the pieces at once, each at least up to its end. `onStep` hears what commits have left in their records. */
export async function readUntil(
  connection: KafkaConnection,
  pieces: readonly Piece[],
  onRecords: OnRecords,
  onStep?: (text: string) => void,
): Promise<void> {
  const positions: Positions = new Map();
  for (const { topic, partition, from } of pieces) {
    const partitions = positions.get(topic) ?? new Map<number, number>();
    positions.set(topic, partitions.set(partition, from));
  }
  const isRead = ({ topic, partition, end }: Piece) => (positions.get(topic)?.get(partition) ?? 0) >= end;
  if (pieces.every(isRead)) return;
  let reader: Reader | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const finishAtEnd = (): void => {
        if (pieces.every(isRead)) resolve();
      };
      reader = new Reader(connection, positions, onRecords, finishAtEnd, reject, onStep);
      reader.start().catch(reject);
    });
  } finally {
    await reader?.close();
  }
}

/** See `EventLog.follow`. */
export async function followTopics(
  connection: KafkaConnection,
  topics: readonly string[],
  start: 'first' | 'now',
  onRecords: OnRecords,
): Promise<Follower> {
  const positions: Positions = new Map();
  for (const topic of topics) {
    const ranges = await topicRanges(connection, topic);
    const starts = [...ranges].map(([partition, { first, next }]): [number, Offset] => [
      partition,
      toOffset(start === 'first' ? first : next),
    ]);
    positions.set(topic, new Map(starts));
  }
  const { logger } = connection.settings;
  const reader: Reader = new Reader(
    connection,
    positions,
    onRecords,
    () => undefined,
    (error) => {
      logger.error({ topics, error: messageOf(error) }, 'a follower has stopped');
      void reader.close();
    },
  );
  await reader.start();
  return { close: () => reader.close() };
}
