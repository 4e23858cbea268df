import { expect } from 'vitest';

import { type Random, randomIndex } from '../../../detectors/random.js';
import type { Measured } from '../../../src/metrics/index.js';
import { whole } from './random-streams.js';

/** A state that merges, as the library has it. */
export interface Mergeable<State, Row> {
  readonly empty: () => State;
  readonly add: (state: State, row: Row) => void;
  readonly merge: (into: State, from: State) => void;
  /** Through JSON text and back. */
  readonly stored: (state: State) => State;
}

/** Rows in their order, in one state. */
export function inOne<State, Row>({ empty, add }: Mergeable<State, Row>, rows: readonly Row[]): State {
  const state = empty();
  for (const row of rows) add(state, row);
  return state;
}

/** The same rows dealt to up to seven states, some of them stored as JSON, which are then merged in any order. */
export function inParts<State, Row>(
  random: Random,
  mergeable: Mergeable<State, Row>,
  rows: readonly Row[],
): State {
  const dealt = Array.from({ length: whole(random, 2, 7) }, (): Row[] => []);
  for (const row of rows) dealt[randomIndex(random, dealt.length)]?.push(row);
  const parts = dealt
    .map((part) => inOne(mergeable, part))
    .map((state) => (random() < 0.5 ? mergeable.stored(state) : state));
  while (parts.length > 1) {
    const [from] = parts.splice(randomIndex(random, parts.length), 1);
    const into = parts[randomIndex(random, parts.length)];
    if (from !== undefined && into !== undefined) mergeable.merge(into, from);
  }
  return parts[0] ?? mergeable.empty();
}

/**
 * Values of a state in one piece, which must be those of its parts, to the last bit; one that is undefined has a reason in
 * words.
 */
export function valuesOf<State, Row>(
  random: Random,
  mergeable: Mergeable<State, Row>,
  rows: readonly Row[],
  read: (state: State) => readonly Measured[],
): (number | null)[] {
  const found = read(inOne(mergeable, rows));
  expect(read(inParts(random, mergeable, rows))).toEqual(found);
  return found.map(({ value, reason }) => {
    if (value === null) expect(reason).toMatch(/\w+ \w+/);
    return value;
  });
}
