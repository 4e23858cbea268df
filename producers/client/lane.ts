/** A bounded first-in-first-out buffer that leaves in batches, one at a time, so that order is kept. */
import type { Timers } from './timers.js';

export interface LaneLimits {
  /** What waits or is under way, together; beyond it `accept` waits. */
  readonly bufferRecords: number;
  readonly bufferBytes: number;
  readonly batchRecords: number;
  readonly batchBytes: number;
  /** How long a batch that is not full waits for more, in milliseconds. */
  readonly lingerMs: number;
}

interface Waiter<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface Flusher {
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class Lane<T extends { readonly bytes: number }> {
  readonly #limits: LaneLimits;
  readonly #timers: Timers;
  readonly #deliver: (batch: readonly T[]) => Promise<void>;
  readonly #queue: T[] = [];
  readonly #waiters: Waiter<T>[] = [];
  #flushers: Flusher[] = [];
  #records = 0;
  #bytes = 0;
  #accepted = 0;
  #delivered = 0;
  #running = false;
  #hurry: (() => void) | undefined;
  #failure: Error | undefined;
  #closed = false;

  /** @param deliver resolves when a batch needs no more care; its rejection stops the lane for good. */
  constructor(limits: LaneLimits, timers: Timers, deliver: (batch: readonly T[]) => Promise<void>) {
    this.#limits = limits;
    this.#timers = timers;
    this.#deliver = deliver;
  }

  /** Items that have found room since the beginning. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Resolves when there is room for the item; in the order of the calls. Rejects once the lane has failed or is closed. */
  accept(item: T): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#closed) return Promise.reject(new Error('the client is closed: it takes no more events'));
    if (this.#waiters.length === 0 && this.#hasRoomFor(item)) {
      this.#enqueue(item);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#waiters.push({ item, resolve, reject });
      this.#hurry?.();
    });
  }

  /** Resolves when everything handed over before has been delivered. Does not wait for `lingerMs`. */
  flush(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    const until = this.#accepted + this.#waiters.length;
    if (this.#delivered >= until) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#flushers.push({ until, resolve, reject });
      this.#hurry?.();
    });
  }

  /** Takes nothing more, and resolves when everything has been delivered. */
  close(): Promise<void> {
    this.#closed = true;
    return this.flush();
  }

  #hasRoomFor(item: T): boolean {
    if (this.#records === 0) return true;
    return this.#records < this.#limits.bufferRecords && this.#bytes + item.bytes <= this.#limits.bufferBytes;
  }

  #enqueue(item: T): void {
    this.#queue.push(item);
    this.#records++;
    this.#bytes += item.bytes;
    this.#accepted++;
    if (this.#batchIsReady()) this.#hurry?.();
    // `#run` settles by itself: what `deliver` throws becomes the lane's failure.
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#queue.length > 0) {
      if (!this.#batchIsReady()) await this.#linger();
      const batch = this.#takeBatch();
      try {
        await this.#deliver(batch);
      } catch (error) {
        this.#fail(error instanceof Error ? error : new Error(String(error)));
        break;
      }
      this.#settle(batch);
    }
    this.#running = false;
  }

  #batchIsReady(): boolean {
    const { batchRecords, bufferRecords, bufferBytes, batchBytes } = this.#limits;
    return (
      this.#queue.length >= Math.min(batchRecords, bufferRecords) ||
      this.#bytes >= Math.min(batchBytes, bufferBytes) ||
      this.#flushers.length > 0 ||
      this.#waiters.length > 0
    );
  }

  #linger(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.#hurry = undefined;
        cancel();
        resolve();
      };
      const cancel = this.#timers.after(this.#limits.lingerMs, go);
      this.#hurry = go;
    });
  }

  #takeBatch(): T[] {
    const { batchRecords, batchBytes } = this.#limits;
    let size = 0;
    let bytes = 0;
    for (const item of this.#queue) {
      if (size > 0 && (size >= batchRecords || bytes + item.bytes > batchBytes)) break;
      size++;
      bytes += item.bytes;
    }
    return this.#queue.splice(0, size);
  }

  #settle(batch: readonly T[]): void {
    this.#records -= batch.length;
    this.#delivered += batch.length;
    for (const { bytes } of batch) this.#bytes -= bytes;
    while (this.#waiters.length > 0 && this.#hasRoomFor(this.#waiters[0]!.item)) {
      const { item, resolve } = this.#waiters.shift()!;
      this.#enqueue(item);
      resolve();
    }
    this.#flushers = this.#flushers.filter(({ until, resolve }) => {
      if (this.#delivered < until) return true;
      resolve();
      return false;
    });
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of [...this.#waiters.splice(0), ...this.#flushers.splice(0)]) reject(error);
  }
}
