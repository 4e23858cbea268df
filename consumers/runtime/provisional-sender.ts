import type { NewRecord } from '../../src/log/port.js';

export interface ProvisionalSenderOptions {
  /** Ms from one look to the next; more where looking takes too large a share of the time. */
  readonly every: number;
  /** Takes the totals between two steps, and says for how many ms everything else stood still for it. */
  readonly take: () => Promise<{ readonly records: readonly NewRecord[]; readonly took: number }>;
  readonly append: (records: readonly NewRecord[]) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** Part of the time that taking totals may take. */
const SHARE = 0.05;

/**
 * Sends what a stage has so far: at once after a change, then at most every so often, the last change always. Nothing waits
 * for it; what changes while one is on its way goes with the next.
 */
export class ProvisionalSender {
  readonly #options: ProvisionalSenderOptions;
  #changed = false;
  #running = false;
  #closed = false;
  #wake = (): void => undefined;

  constructor(options: ProvisionalSenderOptions) {
    this.#options = options;
  }

  changed(): void {
    this.#changed = true;
    if (!this.#running) void this.#run();
  }

  /** Nothing more is sent; one that is on its way is not waited for, since nothing depends on it. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#changed && !this.#closed) {
      this.#changed = false;
      await this.#pause(Math.max(this.#options.every, (await this.#send()) / SHARE));
    }
    this.#running = false;
  }

  async #send(): Promise<number> {
    const { take, append, onError } = this.#options;
    try {
      const { records, took } = await take();
      if (records.length > 0 && !this.#closed) await append(records);
      return took;
    } catch (error) {
      // The next change shows it again.
      if (!this.#closed) onError(error as Error);
      return 0;
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
