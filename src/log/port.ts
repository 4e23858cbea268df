/**
 * The EventLog port: topics of partitions of records, groups that consume them, and one central verb,
 * `commit({ consumed, produced })`, that moves a group's offsets and appends its output atomically.
 * Two adapters (embedded LMDB, Kafka) pass one contract suite: `test/contract/event-log.ts`.
 */

declare const offsetBrand: unique symbol;
/** Position of a record in one partition. A safe integer: 2^53 records are 285 years at a million a second. */
export type Offset = number & { readonly [offsetBrand]: true };

/** Parses an offset (adapters hand over strings); throws on anything but a non-negative safe integer. */
export function toOffset(value: number | string | bigint): Offset {
  const n = Number(value);
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not an offset: ${String(value)}`);
  return n as Offset;
}

export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: Offset;
  readonly key: string | null;
  /** `null` is a tombstone (compacted topics only). */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The log's own append time, epoch ms: the only wall clock that stages see. */
  readonly appendedAt: number;
}

export interface NewRecord {
  readonly topic: string;
  /** Chooses the partition (Kafka's murmur2) unless `partition` is given. */
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly partition?: number;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact';
  /** How long records are kept, ms; -1 = for ever. Ignored for compacted topics. */
  readonly retentionMs: number;
  readonly maxRecordBytes: number;
}

/** Exclusive end, inclusive start: the offsets that can be read now. */
export interface PartitionRange {
  readonly first: Offset;
  readonly next: Offset;
}

export interface Commit {
  /** By topic: the offset of the NEXT record to consume (one past the last consumed), in the task's partition. */
  readonly consumed: Readonly<Record<string, Offset>>;
  readonly produced: readonly NewRecord[];
}

/**
 * One partition index of all the topics of a subscription, owned by this process until it is closed.
 * Fenced: when another process takes the task over, `commit` throws `LogError` (`task-lost`) here.
 */
export interface Task {
  readonly group: string;
  readonly partition: number;
  readonly topics: readonly string[];
  /** C: the committed offset of each topic, read after fencing; the log's first offset where nothing was committed. */
  readonly committed: Readonly<Record<string, Offset>>;
  /** All or nothing. After any error the task is lost: the adapter closes it and opens it anew. */
  commit(commit: Commit): Promise<void>;
}

export interface TaskHandler {
  /** Where to start reading each topic: at most the task's committed offset; lower to rebuild local state. */
  readonly positions: Readonly<Record<string, Offset>>;
  /**
   * Records in the order of their offsets: of one topic, or, for a handler that takes several `together`, of one topic after
   * the other. The next call waits for this one: that is the backpressure.
   * `unread[topic]` counts the records of each topic that are known to be still unread after these.
   */
  process(records: readonly LogRecord[], unread: Readonly<Record<string, number>>): Promise<void>;
  /** One commit does for all that has come of several topics: on Kafka a commit of little costs as much as one of a lot. */
  readonly together?: boolean;
  /** Which of the topics with unread records to read next (default: any). Keeps co-partitioned topics abreast. */
  prefer?(topics: readonly string[]): string;
  close(): Promise<void>;
}

export interface SubscribeOptions {
  readonly group: string;
  /** Co-partitioned: a member owns the same partition index of all of them. */
  readonly topics: readonly string[];
  /** Where its commits append: an adapter that is left in doubt about a commit looks for it there. */
  readonly produces: readonly string[];
  readonly maxBatchRecords?: number;
  /** Restores local state and says where to read from. Called on each assignment with a newly fenced task. */
  open(task: Task): Promise<TaskHandler>;
  /** An error that reopening cannot mend; the subscription has stopped. */
  onFatal(error: Error): void;
}

export interface Subscription {
  /** Lets running `process` calls finish, closes the handlers, leaves the group. */
  close(): Promise<void>;
}

export interface Follower {
  close(): Promise<void>;
}

/** A fenced producer without input: replayers and the trainer keep their own position in a compacted record. */
export interface Writer {
  /** Appends all or nothing. Throws `LogError` (`task-lost`) when another writer with the same id has been opened since. */
  commit(produced: readonly NewRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** What is there, for those who only look: any number of them beside the owner. */
export interface LogReader {
  range(topic: string, partition: number): Promise<PartitionRange>;
  /**
   * Reads committed records of `[from, to)` in order, then resolves; the callback is awaited (backpressure).
   * `to` beyond the end waits for nothing: it reads what is there.
   */
  read(
    topic: string,
    partition: number,
    from: Offset,
    to: Offset,
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<void>;
  close(): Promise<void>;
}

export interface EventLog extends LogReader {
  /** Creates missing topics, checks existing ones; throws `LogError` (`topic-mismatch`: names topic, difference and fix). */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** Resolves once the records are durable. */
  append(records: readonly NewRecord[]): Promise<void>;
  /** Follows all partitions of topics outside of any group, from their first record or from now on. */
  follow(
    topics: readonly string[],
    start: 'first' | 'now',
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<Follower>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  writer(id: string): Promise<Writer>;
}
