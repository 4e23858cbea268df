/**
 * The one writer of the log. Operations that wait at the same time become one LMDB transaction, in the order of their
 * arrival; the next transaction starts when this one is committed, while it is still being flushed.
 */
import { BlockArena } from './block-arena.js';
import { DiskRoom } from './disk-room.js';
import { Draft } from './draft.js';
import type { Ledger } from './ledger.js';
import { storageError } from './storage-error.js';
import type { Store } from './store.js';

/** Checks everything it needs, throwing what is wrong, and only then stages its changes: all of them or none. */
export type Operation = (draft: Draft) => void;

interface Waiting {
  readonly operation: Operation;
  /** Wait for the disk, not only for the commit (which a crash of the process survives, one of the machine may not). */
  readonly durable: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

/** Larger groups would make everyone in them wait longer, and hold more in memory. */
const maxGroup = 1_000;

export interface GroupCommitOptions {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly maxBytes: number;
  /** Where the store is, for messages. */
  readonly directory: string;
  /** What its disk has left, bytes; asked before each transaction. */
  readonly freeBytes: () => number;
  readonly clock: () => number;
  /** Told of the partitions that have new records (names as of `partitionName`). */
  readonly onAppended: (partitions: readonly string[]) => void;
}

export class GroupCommit {
  readonly #options: GroupCommitOptions;
  readonly #queue: Waiting[] = [];
  #running: Promise<void> | undefined;
  #closed = false;
  readonly #arena = new BlockArena();

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  run(operation: Operation, durable: boolean): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the embedded log is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ operation, durable, resolve, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Refuses what comes from now on; resolves when what came before is on disk. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running !== undefined) await this.#running;
    await this.#options.store.environment.flushed;
  }

  async #drain(): Promise<void> {
    // Whatever else is asked for in this turn joins the first group.
    await Promise.resolve();
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, maxGroup));
    this.#running = undefined;
  }

  /** Never rejects: each operation hears of its own fate. */
  async #commit(group: readonly Waiting[]): Promise<void> {
    const { store, ledger, maxBytes, directory, freeBytes, clock, onAppended } = this.#options;
    const room = new DiskRoom(directory, freeBytes());
    const draft = new Draft(ledger, clock(), maxBytes, room);
    const staged: Waiting[] = [];
    for (const waiting of group) {
      try {
        room.check();
        waiting.operation(draft);
        staged.push(waiting);
      } catch (error) {
        waiting.reject(error);
      }
    }
    try {
      await draft.write(store, this.#arena);
    } catch (error) {
      const told = await recover(store, error);
      for (const waiting of staged) waiting.reject(told);
      return;
    } finally {
      this.#arena.reset();
    }
    // lmdb-js reads from a snapshot that it keeps for a while. It renews it at commits too, as far as is known; readers
    // that saw an older one than the ledger would take new records for missing ones.
    store.environment.resetReadTxn();
    const appended = draft.apply();
    const durable = staged.filter((waiting) => waiting.durable);
    if (durable.length > 0) {
      store.environment.flushed.then(
        () => durable.forEach((waiting) => waiting.resolve()),
        async (error: unknown) => {
          const told = await storageError(error);
          for (const waiting of durable) waiting.reject(told);
        },
      );
    }
    for (const waiting of staged) if (!waiting.durable) waiting.resolve();
    onAppended(appended);
  }
}

/**
 * lmdb-js never settles the flush of a transaction that failed, and closing would wait for it: an empty transaction takes
 * its place. Returns what the callers are told.
 */
async function recover(store: Store, error: unknown): Promise<unknown> {
  const told = await storageError(error);
  try {
    await store.environment.batch(() => undefined);
    return told;
  } catch (second) {
    return new AggregateError([told, second], `${String(told)}; and then: ${String(second)}`);
  }
}
