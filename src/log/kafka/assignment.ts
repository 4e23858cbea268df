import { LogError } from '../errors.js';
import { toOffset, type LogRecord, type Offset, type SubscribeOptions, type TaskHandler } from '../port.js';
import type { KafkaConnection } from './connection.js';
import { isFenced, messageOf } from './kafka-errors.js';
import { KafkaTask } from './kafka-task.js';
import { TaskFeed, type FetchControl, type Outcome } from './task-feed.js';
import type { TopicCatalog } from './topic-catalog.js';

/** Errors in a row, without a commit in between, after which reopening is held to be hopeless. */
const MAX_FAILURES = 5;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 5_000;

/** What an assignment needs of the member that holds it. */
export interface Member extends FetchControl {
  /** Resolves once the group has confirmed this member, so that a fenced one does not fence the new owner back. */
  confirmed(): Promise<void>;
  fatal(error: Error): void;
}

interface Opened {
  readonly task: KafkaTask;
  readonly handler: TaskHandler;
  readonly feed: TaskFeed;
}

/**
 * One partition index that a member holds in one generation of its group: opened, reopened after each error that
 * reopening can mend, closed when the generation ends.
 */
export class Assignment {
  readonly partition: number;
  readonly #connection: KafkaConnection;
  readonly #catalog: TopicCatalog;
  readonly #options: SubscribeOptions;
  readonly #member: Member;
  #opened: Opened | undefined;
  #closed = false;
  #wake: () => void = () => undefined;
  #failures = 0;
  #life: Promise<void> = Promise.resolve();

  constructor(
    partition: number,
    connection: KafkaConnection,
    catalog: TopicCatalog,
    options: SubscribeOptions,
    member: Member,
  ) {
    this.partition = partition;
    this.#connection = connection;
    this.#catalog = catalog;
    this.#options = options;
    this.#member = member;
  }

  /** Opens the task once `before`, the same partition's assignment of the last generation, is closed. */
  start(before: Promise<void>): void {
    this.#life = before.then(() => this.#live());
  }

  /** Where to fetch a topic next; `undefined` while the task is not open. */
  nextFetch(topic: string): number | undefined {
    return this.#opened?.feed.nextFetch(topic);
  }

  offer(topic: string, records: readonly LogRecord[], end: number, highWatermark: number): Promise<Outcome> {
    return this.#opened?.feed.offer(topic, records, end, highWatermark) ?? Promise.resolve('dropped');
  }

  skipped(topic: string, end: number, highWatermark: number): void {
    this.#opened?.feed.skipped(topic, end, highWatermark);
  }

  /** Lets the running call finish and processes nothing more in this generation. */
  async stop(): Promise<void> {
    await this.#opened?.feed.stop();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#life;
  }

  async #live(): Promise<void> {
    while (!this.#closed) {
      let failure: unknown;
      let commits = 0;
      try {
        const opened = await this.#open();
        failure = await opened.failed;
        commits = opened.task.commits;
      } catch (error) {
        failure = error;
      }
      const closing = await this.#release();
      failure ??= closing;
      if (failure === undefined) continue;
      if (commits > 0) this.#failures = 0;
      if (!this.#mendable(failure)) return;
      await this.#pause(failure);
    }
  }

  /** Opens the task; `failed` resolves with its error, or with `undefined` when the assignment is closed. */
  async #open(): Promise<{ task: KafkaTask; failed: Promise<unknown> }> {
    const { group } = this.#options;
    const task = await KafkaTask.open(this.#connection, this.#catalog, group, this.#options, this.partition);
    let handler: TaskHandler | undefined;
    try {
      handler = await this.#options.open(task);
      const starts = this.#starts(task, handler);
      let fail: (error: unknown) => void = () => undefined;
      const failed = new Promise<unknown>((resolve) => {
        fail = resolve;
      });
      this.#wake = () => fail(undefined);
      const limit = this.#options.maxBatchRecords ?? Infinity;
      const feed = new TaskFeed(starts, handler, limit, this.#member, fail);
      task.attach((topic) => feed.position(topic), fail);
      this.#opened = { task, handler, feed };
      if (this.#closed) fail(undefined);
      else for (const [topic, { position }] of starts) this.#member.resumeAt(topic, position);
      return { task, failed };
    } catch (error) {
      if (this.#opened === undefined) {
        await handler?.close();
        await task.close();
      }
      throw error;
    }
  }

  /** Where to start: at most at the commit, and not below what the log still has. */
  #starts(task: KafkaTask, handler: TaskHandler): Map<string, { position: Offset; highWatermark: Offset }> {
    const starts = new Map<string, { position: Offset; highWatermark: Offset }>();
    for (const [topic, { committed, range }] of task.found) {
      const position = handler.positions[topic] ?? committed;
      if (position > committed || position < range.first) {
        const name = `${this.#connection.name(topic)}[${this.partition}]`;
        throw new LogError(
          'offset-gap',
          `${this.#options.group} would start ${name} at ${position}: ` +
            (position > committed
              ? `records from ${committed}, its committed offset, on would be skipped`
              : `the log begins at ${range.first}; delete the local state, so that it is built from what is there`),
        );
      }
      starts.set(topic, { position: toOffset(position), highWatermark: range.next });
    }
    return starts;
  }

  /** Closes what is open; returns the error of the handler's own closing. */
  async #release(): Promise<unknown> {
    const opened = this.#opened;
    if (opened === undefined) return undefined;
    for (const topic of this.#options.topics) this.#member.pause(topic);
    await opened.feed.stop();
    this.#opened = undefined;
    try {
      await opened.handler.close();
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await opened.task.close();
    }
  }

  #mendable(failure: unknown): boolean {
    if (failure instanceof LogError && failure.handling === 'fatal') {
      this.#member.fatal(failure);
      return false;
    }
    const fenced = isFenced(failure);
    // A broker that is away is waited for; an error of the handler, or a fight over the task, is not for ever.
    if (fenced || !(failure instanceof LogError)) this.#failures++;
    if (this.#failures < MAX_FAILURES) return true;
    this.#member.fatal(fenced ? this.#contested(failure) : toError(failure));
    return false;
  }

  #contested(failure: unknown): LogError {
    const id = this.#connection.name(`${this.#options.group}-${this.partition}`);
    return new LogError(
      'locked',
      `transactional id ${id} was taken over ${MAX_FAILURES} times while the group kept this member: two deployments ` +
        'share a prefix; give each its own',
      { cause: failure },
    );
  }

  async #pause(failure: unknown): Promise<void> {
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, MAX_PAUSE_MS);
    const details = { group: this.#options.group, partition: this.partition, error: messageOf(failure) };
    this.#connection.settings.logger.warn(details, 'reopening a task');
    if (this.#closed) return;
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const timer = new Promise<void>((resolve) => setTimeout(resolve, ms));
    await Promise.race([woken, isFenced(failure) ? this.#member.confirmed() : timer]);
  }
}

function toError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}
