/**
 * The EventLog in one process, on LMDB: nothing to install. Records survive a kill between any two of them: appends are
 * answered when they are on disk, commits when they are whole and in order in the operating system's hands.
 */
import { mkdirSync } from 'node:fs';
import type { EventLog, NewRecord, TopicSpec } from '../port.js';
import type {
  Follower,
  LogRecord,
  Offset,
  PartitionRange,
  SubscribeOptions,
  Subscription,
  Writer,
} from '../port.js';
import { AppendSignal } from './append-signal.js';
import { ConsumerGroup } from './consumer-group.js';
import { lockDirectory } from './directory-lock.js';
import { freeBytesOf } from './disk-room.js';
import { EmbeddedFollower } from './follower.js';
import { GroupCommit } from './group-commit.js';
import { Ledger, taskName } from './ledger.js';
import { PartitionCursor } from './partition-cursor.js';
import { retain } from './retention.js';
import { openStore, type Store } from './store.js';
import { raiseEpoch } from './task.js';
import { checkName, ensureTopics } from './topics.js';
import { openWriter } from './writer.js';

export interface EmbeddedLogOptions {
  /** Created if missing; owned by one process at a time. */
  readonly directory: string;
  /** Epoch ms; the append times of records. */
  readonly clock?: () => number;
  /** How often retention looks for expired records, ms. */
  readonly retentionCheckMs?: number;
  /** Appends are refused (`log-full`) while the stored blocks would exceed this. */
  readonly maxBytes?: number;
  /** What the disk has left, bytes. Default: as the file system says. */
  readonly freeBytes?: () => number;
  /** Hears errors of retention and of followers, which have no caller; unless given they end the process. */
  readonly onBackgroundError?: (error: unknown) => void;
}

const defaultRetentionCheckMs = 60_000;
const defaultMaxBytes = 64 * 1024 ** 3;
const pageRecords = 5_000;

/** Opens, or creates, the log in a directory. Throws `LogError` (`locked`) when another process has it open. */
export function createEmbeddedLog(options: EmbeddedLogOptions): Promise<EmbeddedLog> {
  return EmbeddedLog.open(options);
}

export class EmbeddedLog implements EventLog {
  readonly #store: Store;
  readonly #ledger: Ledger;
  readonly #commits: GroupCommit;
  readonly #signal = new AppendSignal();
  readonly #groups = new Map<string, ConsumerGroup>();
  readonly #followers = new Set<Follower>();
  readonly #unlock: () => void;
  readonly #onBackgroundError: (error: unknown) => void;
  readonly #retention: NodeJS.Timeout;
  #retaining: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  private constructor(options: EmbeddedLogOptions, store: Store, unlock: () => void) {
    const clock = options.clock ?? Date.now;
    this.#store = store;
    this.#unlock = unlock;
    this.#ledger = Ledger.load(store);
    this.#onBackgroundError =
      options.onBackgroundError ??
      ((error) => {
        // Thrown outside of any promise: nobody waits for it here, and going on would hide it.
        setImmediate(() => {
          throw error;
        });
      });
    this.#commits = new GroupCommit({
      store,
      ledger: this.#ledger,
      maxBytes: options.maxBytes ?? defaultMaxBytes,
      directory: options.directory,
      freeBytes: options.freeBytes ?? (() => freeBytesOf(options.directory)),
      clock,
      onAppended: (partitions) => this.#signal.notify(partitions),
    });
    this.#retention = setInterval(() => {
      this.retain(clock()).catch(this.#onBackgroundError);
    }, options.retentionCheckMs ?? defaultRetentionCheckMs);
    this.#retention.unref();
  }

  static async open(options: EmbeddedLogOptions): Promise<EmbeddedLog> {
    mkdirSync(options.directory, { recursive: true });
    const unlock = lockDirectory(options.directory);
    let store: Store | undefined;
    try {
      store = openStore(options.directory);
      return new EmbeddedLog(options, store, unlock);
    } catch (error) {
      await store?.close();
      unlock();
      throw error;
    }
  }

  ensureTopics(specs: readonly TopicSpec[]): Promise<void> {
    return this.#commits.run(ensureTopics(specs), true);
  }

  append(records: readonly NewRecord[]): Promise<void> {
    return this.#commits.run((draft) => draft.append(draft.check(records)), true);
  }

  range(topic: string, partition: number): Promise<PartitionRange> {
    return Promise.resolve().then(() => this.#ledger.range(topic, partition));
  }

  async read(
    topic: string,
    partition: number,
    from: Offset,
    to: Offset,
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<void> {
    const end = Math.min(to, this.#ledger.extent(topic, partition).next);
    const cursor = new PartitionCursor(this.#store, this.#ledger, topic, partition, from);
    while (cursor.position < end) {
      const records = cursor.read(pageRecords, end);
      if (records.length > 0) await onRecords(records);
    }
  }

  follow(
    topics: readonly string[],
    start: 'first' | 'now',
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<Follower> {
    return Promise.resolve().then(() => {
      if (this.#closing !== undefined) throw new Error('the embedded log is closed');
      const inner = new EmbeddedFollower(this.#context(), topics, start, onRecords, this.#onBackgroundError);
      const follower: Follower = {
        close: async () => {
          this.#followers.delete(follower);
          await inner.close();
        },
      };
      this.#followers.add(follower);
      return follower;
    });
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    checkName('group', options.group);
    if (this.#closing !== undefined) throw new Error('the embedded log is closed');
    let group = this.#groups.get(options.group);
    if (group === undefined) {
      group = new ConsumerGroup(this.#context(), options.group);
      this.#groups.set(options.group, group);
    }
    return await group.join(options);
  }

  writer(id: string): Promise<Writer> {
    return openWriter(this.#commits, id);
  }

  /** Deletes what has expired at `now` (epoch ms); runs by itself as often as `retentionCheckMs` says. */
  retain(now: number): Promise<void> {
    // Of readers that were killed: they would keep the pages that they saw from being used again.
    this.#store.environment.readerCheck();
    const run = this.#retaining.then(() => retain(this.#store, this.#ledger, this.#commits, now));
    this.#retaining = run.catch(() => undefined);
    return run;
  }

  /** Takes the task from its holder, whose next commit fails with `task-lost`: it restores and opens the task anew. */
  async fence(group: string, partition: number): Promise<void> {
    await raiseEpoch(this.#commits, taskName(group, partition));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#retention);
    await Promise.all([...this.#groups.values()].map((group) => group.close()));
    await Promise.all([...this.#followers].map((follower) => follower.close()));
    await this.#retaining;
    await this.#commits.close();
    await this.#store.close();
    this.#unlock();
  }

  #context(): ConstructorParameters<typeof ConsumerGroup>[0] {
    return { store: this.#store, ledger: this.#ledger, commits: this.#commits, signal: this.#signal };
  }
}
