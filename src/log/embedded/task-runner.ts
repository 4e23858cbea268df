/**
 * Runs one task: opens it, feeds its handler batch by batch, and opens it anew after a failure that reopening can mend.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { LogError } from '../errors.js';
import type { SubscribeOptions, TaskHandler } from '../port.js';
import type { AppendSignal } from './append-signal.js';
import type { GroupCommit } from './group-commit.js';
import { partitionName, type Ledger } from './ledger.js';
import { PartitionCursor } from './partition-cursor.js';
import type { Store } from './store.js';
import { EmbeddedTask } from './task.js';

const defaultBatchRecords = 5_000;
/** So often may a task fail without a commit in between before it is given up, if the error does not say what to do. */
const maxFailures = 3;
const firstBackoffMs = 50;
const maxBackoffMs = 5_000;

export interface TaskRunnerContext {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly commits: GroupCommit;
  readonly signal: AppendSignal;
}

export class TaskRunner {
  readonly #context: TaskRunnerContext;
  readonly #options: SubscribeOptions;
  readonly #partition: number;
  readonly #onFatal: (error: Error) => void;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  /** Starts at once. `onFatal` is called at most once, after the handler is closed. */
  constructor(
    context: TaskRunnerContext,
    options: SubscribeOptions,
    partition: number,
    onFatal: (error: Error) => void,
  ) {
    this.#context = context;
    this.#options = options;
    this.#partition = partition;
    this.#onFatal = onFatal;
    this.#done = this.#run();
  }

  /** Lets the running `process` finish, then closes the handler. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  /** A failure that comes while the task is being stopped is the next owner's: it starts at the last commit. */
  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let failures = 0;
    let failedAt = '';
    while (!signal.aborted) {
      let committed = '';
      try {
        await this.#runOnce((at) => (committed = at));
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        failures = committed === failedAt ? failures + 1 : 1;
        failedAt = committed;
        const hopeless = error instanceof LogError ? error.handling === 'fatal' : failures >= maxFailures;
        if (hopeless) {
          this.#onFatal(error);
          return;
        }
        await pause(Math.min(maxBackoffMs, firstBackoffMs * 2 ** (failures - 1)), signal);
      }
    }
  }

  /** One life of the task, until it is stopped (resolves) or fails (rejects). */
  async #runOnce(onOpened: (committed: string) => void): Promise<void> {
    const { commits, ledger } = this.#context;
    const { group, topics } = this.#options;
    const task = await EmbeddedTask.open(commits, ledger, group, this.#partition, topics);
    try {
      onOpened(JSON.stringify(task.committed));
      for (const topic of topics) this.#checkPlace(topic, 'committed', task.committed[topic]);
      const handler = await this.#options.open(task);
      try {
        await this.#feed(task, handler);
      } catch (error) {
        await closeAfter(error, handler);
        throw error;
      }
      await handler.close();
    } finally {
      task.close();
    }
  }

  async #feed(task: EmbeddedTask, handler: TaskHandler): Promise<void> {
    const { store, ledger, signal } = this.#context;
    const { topics, maxBatchRecords = defaultBatchRecords } = this.#options;
    const stop = this.#stop.signal;
    const cursors = new Map<string, PartitionCursor>();
    for (const topic of topics) {
      const position = this.#checkPlace(topic, 'start', handler.positions[topic], task.committed[topic]);
      cursors.set(topic, new PartitionCursor(store, ledger, topic, this.#partition, position));
    }
    const names = topics.map((topic) => partitionName(topic, this.#partition));
    let last = '';
    while (!stop.aborted) {
      const ready = topics.filter((topic) => (cursors.get(topic)?.unread ?? 0) > 0);
      if (ready.length === 0) {
        await signal.wait(names, stop);
        continue;
      }
      last = choose(ready, last, handler);
      const records = cursors.get(last)?.read(maxBatchRecords) ?? [];
      if (records.length > 0) {
        const unread = Object.fromEntries(topics.map((topic) => [topic, cursors.get(topic)?.unread ?? 0]));
        await handler.process(records, unread);
        if (task.failure !== undefined) throw task.failure;
      }
      // A backlog must not keep the event loop from timers, sockets and the other tasks.
      await nextTurn();
    }
  }

  /** A place to read from lies inside of the log, and not beyond `limit`. */
  #checkPlace(topic: string, what: string, offset: number | undefined, limit?: number): number {
    const { first, next } = this.#context.ledger.extent(topic, this.#partition);
    const place = `group ${this.#options.group}, topic ${topic}, partition ${this.#partition}`;
    if (offset === undefined) throw new TypeError(`${place}: the handler names no start position`);
    if (offset < first) {
      throw new LogError(
        'offset-gap',
        `${place}: the ${what} offset is ${offset}, but retention has removed everything below ${first} (the log ends at ` +
          `${next}); ${first - offset} records are lost to this group: lengthen the topic's retention, then use another ` +
          'group name or data directory to start from what is left',
      );
    }
    if (offset > next || (limit !== undefined && offset > limit)) {
      throw new LogError(
        'offset-gap',
        `${place}: the ${what} offset is ${offset}, beyond ${Math.min(next, limit ?? next)} (${limit === undefined ? 'the end of the log' : 'what is committed'}); ` +
          'records would be skipped: the local state does not belong to this log, so remove it and let it be rebuilt',
      );
    }
    return offset;
  }
}

/** Closing must not hide why the handler is closed. */
async function closeAfter(error: unknown, handler: TaskHandler): Promise<void> {
  try {
    await handler.close();
  } catch (closing) {
    throw new AggregateError(
      [error, closing],
      `${String(error)}; then closing the handler: ${String(closing)}`,
      { cause: closing },
    );
  }
}

/** The handler decides between topics; without an opinion they take turns. */
function choose(ready: readonly string[], last: string, handler: TaskHandler): string {
  if (ready.length > 1 && handler.prefer !== undefined) {
    const chosen = handler.prefer(ready);
    if (!ready.includes(chosen)) {
      throw new RangeError(`prefer() answered '${chosen}', which is none of: ${ready.join(', ')}`);
    }
    return chosen;
  }
  return ready[(ready.indexOf(last) + 1) % ready.length] ?? '';
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    // Being stopped while waiting is no failure.
    if (!signal.aborted) throw error;
  }
}
