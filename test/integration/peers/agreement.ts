import { beforeAll, expect } from 'vitest';

import type { Service } from '../../services/index.js';
import { answersOf, type Question } from './python.js';
import { seed } from './seed.js';

/** A number, one that is known within an error, or null: undefined. */
type Answer = number | null | { readonly value: number; readonly error: number };

/** A question, and our answer to it. */
export interface Comparison extends Question {
  readonly ours: () => readonly Answer[];
}

/** Of values up to 1 absolute, of larger ones relative. */
const TOLERANCE = 1e-9;

/**
 * Asks for the answers to all comparisons of a suite before its first test: one Python for them all.
 *
 * @param draws  comparisons by the title of their test
 * @returns expects agreement on those of a title: the same numbers to 1e-9 (or within our stated error), and null where
 *   they have none; it returns the share of values that are defined, as cases without any, or with nothing else, prove
 *   only half
 */
export function agreements(
  python: Service,
  draws: Readonly<Record<string, () => readonly Comparison[]>>,
): (title: string) => number {
  const groups = new Map<string, readonly Comparison[]>();
  const theirs = new Map<Comparison, readonly (number | null)[]>();
  beforeAll(() => {
    for (const [title, draw] of Object.entries(draws)) groups.set(title, draw());
    const all = [...groups.values()].flat();
    const answers = answersOf(
      python,
      all.map(({ ask, of }) => ({ ask, of })),
    );
    for (const [index, comparison] of all.entries()) theirs.set(comparison, answers[index] ?? []);
  });
  return (title) => {
    const values = (groups.get(title) ?? []).flatMap((comparison) =>
      expectAgreement(comparison, theirs.get(comparison) ?? []),
    );
    return values.filter((value) => value !== null).length / values.length;
  };
}

function expectAgreement(
  { ask, of, ours }: Comparison,
  theirs: readonly (number | null)[],
): readonly Answer[] {
  const mine = ours();
  const shown = `LEEWAY_SEED=${seed}, ${ask} of ${JSON.stringify(of).slice(0, 400)}`;
  expect(mine, shown).toHaveLength(theirs.length);
  for (const [place, answer] of mine.entries()) {
    const expected = theirs[place] ?? null;
    const { value, error } =
      typeof answer === 'object' && answer !== null ? answer : { value: answer, error: 0 };
    const where = `value ${place} of ${shown}: ours is ${value}, theirs ${expected}`;
    if (value === null || expected === null) {
      expect(value, where).toBe(expected);
      continue;
    }
    const tolerance = error + TOLERANCE * Math.max(1, Math.abs(expected));
    expect(Math.abs(value - expected), where).toBeLessThan(tolerance);
  }
  return mine;
}
