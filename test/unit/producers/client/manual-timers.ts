import type { Timers } from '../../../../producers/client/timers.js';

/** Time passes only when the test says so. */
export class ManualTimers implements Timers {
  #now = Date.UTC(2001, 0, 1);
  readonly #pending = new Set<{ readonly due: number; readonly callback: () => void }>();
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.#now + ms, callback };
    this.waits.push(ms);
    this.#pending.add(timer);
    return () => this.#pending.delete(timer);
  }

  get pending(): number {
    return this.#pending.size;
  }

  async pass(ms: number): Promise<void> {
    this.#now += ms;
    for (const timer of [...this.#pending]
      .filter(({ due }) => due <= this.#now)
      .sort((a, b) => a.due - b.due)) {
      this.#pending.delete(timer);
      timer.callback();
    }
    await turn();
  }
}

/** Lets everything happen that waits for nothing but promises. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
