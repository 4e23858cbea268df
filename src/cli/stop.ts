import { duration } from '../server/status/words.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What a shell reports for a process that a signal has ended. */
const ENDED_BY = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The end of a process that serves. The first signal asks it to stop; a second one ends it at once, as does the time that
 * a stop may take: nothing is lost or doubled then either, only the next start has more to read again.
 */
export class Stop {
  /** Resolves with the reason once somebody has asked. */
  readonly asked: Promise<string>;
  readonly #withinMs: number;
  #ask: (why: string) => void = () => undefined;
  #stopping = false;

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
    this.asked = new Promise((resolve) => {
      this.#ask = resolve;
    });
    for (const signal of SIGNALS) process.on(signal, () => this.#signalled(signal));
  }

  ask(why: string): void {
    this.#stopping = true;
    this.#ask(why);
  }

  /** The work of stopping; where it takes too long the process ends without it. Throws what the work throws. */
  async within(work: Promise<void>): Promise<void> {
    const timer = setTimeout(() => {
      process.stderr.write(
        `leeway: not stopped within ${duration(this.#withinMs)}: ending all the same. Nothing is lost, the next start goes on from ` +
          'the last commit; stopWithin in leeway.yaml gives it more time\n',
      );
      process.exit(1);
    }, this.#withinMs);
    try {
      await work;
    } finally {
      clearTimeout(timer);
    }
  }

  #signalled(signal: (typeof SIGNALS)[number]): void {
    if (!this.#stopping) {
      this.ask(signal);
      return;
    }
    process.stderr.write(`leeway: ${signal} again: ending at once\n`);
    process.exit(ENDED_BY[signal]);
  }
}
