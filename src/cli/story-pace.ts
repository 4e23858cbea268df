/**
 * How fast a story may be told to a Leeway that runs. Weeks of it pass in seconds, and a training takes seconds too: told as
 * fast as it is taken, a story is over before the first reference is in force, and nothing in it can be noticed. So it is
 * told behind the decisions, as a replay is (`producers/loop-gate.ts`).
 */
import { emptyGate, frontier, pendingAnswers, type LoopGate } from '../../producers/loop-gate.js';

/** Where the decisions of a running Leeway are heard. */
export interface Decisions {
  /** Brings the gate up to date; takes a moment. */
  look(gate: LoopGate): Promise<void>;
  close(): Promise<void>;
}

/** How long nothing may move before the story goes on by itself, ms. */
export interface Patience {
  /** Where decisions lag: a partition without a record for a day of the story holds them back. */
  readonly decisions: number;
  /** Where a training or a reference is awaited. Shorter than it takes a partition to count as idle. */
  readonly answers: number;
}

export interface StoryPaceOptions {
  readonly decisions: Decisions;
  /** Event time at which the story begins, epoch ms. */
  readonly begin: number;
  /** How far it may run ahead of what has been decided, ms of event time. */
  readonly lead: number;
  readonly patience: Patience;
  readonly clock: () => number;
  /** Hears once, in words, that the story goes on without what it has waited for. */
  readonly onImpatience: (words: string) => void;
}

export class StoryPace {
  readonly #options: StoryPaceOptions;
  readonly #gate: LoopGate;
  /** Up to here the story goes on whatever is decided. */
  #beyond = -Infinity;
  #said = false;

  constructor(options: StoryPaceOptions) {
    this.#options = options;
    this.#gate = emptyGate(options.begin, options.lead);
  }

  /**
   * Resolves when an event of this time may be sent.
   * @param flush sends what has been held back: nothing is decided before it is there
   */
  async until(time: number, flush: () => Promise<void>): Promise<void> {
    if (this.#isFree(time)) return;
    const { decisions, patience, clock, lead } = this.#options;
    await flush();
    let reached = frontier(this.#gate);
    let since = clock();
    for (;;) {
      await decisions.look(this.#gate);
      if (this.#isFree(time)) return;
      const now = frontier(this.#gate);
      if (now !== reached) {
        reached = now;
        since = clock();
      }
      const isAwaited = pendingAnswers(this.#gate) > 0;
      if (clock() - since < (isAwaited ? patience.answers : patience.decisions)) continue;
      this.#sayWhy(isAwaited);
      this.#beyond = time + lead;
      return;
    }
  }

  close(): Promise<void> {
    return this.#options.decisions.close();
  }

  #isFree(time: number): boolean {
    return this.#gate.ended || time < Math.max(this.#beyond, frontier(this.#gate));
  }

  /** A partition that has nothing to say for a day of the story is nothing to be told of. */
  #sayWhy(isAwaited: boolean): void {
    const { begin, onImpatience } = this.#options;
    if (this.#said || (!isAwaited && this.#gate.decidedUntil > begin)) return;
    this.#said = true;
    onImpatience(
      isAwaited
        ? 'what was asked of the trainer takes long: the story goes on, and what it tells may be noticed late'
        : 'nothing is decided there: the story goes on; is the stage evaluator running?',
    );
  }
}
