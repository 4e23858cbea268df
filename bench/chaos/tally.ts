import type { Fault } from './fault.js';
import type { GivenUp } from './fleet.js';

/** One row of the table: a kind of fault, how often it struck, and how long it took until all was in the books again. */
export interface Line {
  readonly fault: string;
  readonly count: number;
  /** After how many of them the run waited for the recovery; the others were struck again before it. */
  readonly recoveries: number;
  /** Longest and median, ms. */
  readonly longestMs: number;
  readonly medianMs: number;
}

interface Strike {
  readonly name: string;
  /** From the end of the fault until everything was in the books, ms; null where the run did not wait for it. */
  readonly recoveredIn: number | null;
}

/** What was done to a run, and what it survived. */
export class Tally {
  readonly unexpected: string[] = [];
  readonly #strikes: Strike[] = [];

  add(strike: Strike): void {
    this.#strikes.push(strike);
  }

  /** A process that gives up while its disk is full has said why and comes back; at any other time nobody gives up. */
  endedByItself(fault: Fault, { slot, code, words }: GivenUp): void {
    if (fault.mayEndProcess === true && code === 1 && words.includes('leeway: ')) return;
    this.unexpected.push(`${slot} ended by itself (${String(code)}) after "${fault.name}": ${words}`);
  }

  lines(): Line[] {
    const names = [...new Set(this.#strikes.map(({ name }) => name))].sort();
    return names.map((fault) => {
      const strikes = this.#strikes.filter(({ name }) => name === fault);
      const times = strikes.flatMap(({ recoveredIn }) => recoveredIn ?? []).sort((a, b) => a - b);
      return {
        fault,
        count: strikes.length,
        recoveries: times.length,
        longestMs: Math.round(times.at(-1) ?? 0),
        medianMs: Math.round(times[times.length >> 1] ?? 0),
      };
    });
  }
}
