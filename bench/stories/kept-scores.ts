/**
 * Scores that an earlier run has worked out, a JSON line each, so that hours of them can be cut off and gone on with. They are
 * those of the code that ran then: a file is to be deleted when it has changed.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { SeedScore } from './score.js';

/** Everything that a telling hangs on. */
export interface Telling {
  readonly name: string;
  readonly variant: string;
  readonly seed: number;
  readonly scale: number;
  readonly pane: string;
}

export interface KeptScores {
  get(telling: Telling): SeedScore | undefined;
  add(telling: Telling, score: SeedScore): void;
}

/** @param file Null: nothing is kept. */
export function keptScores(file: string | null): KeptScores {
  const keyOf = ({ name, variant, seed, scale, pane }: Telling) =>
    [name, variant, seed, scale, pane].join(' ');
  const known = new Map<string, SeedScore>();
  if (file !== null && existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const { telling, score } = JSON.parse(line) as { telling: Telling; score: SeedScore };
      known.set(keyOf(telling), score);
    }
  }
  return {
    get: (telling) => known.get(keyOf(telling)),
    add(telling, score) {
      known.set(keyOf(telling), score);
      if (file !== null) appendFileSync(file, `${JSON.stringify({ telling, score })}\n`);
    },
  };
}
