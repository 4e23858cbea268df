import * as fc from 'fast-check';
import type { BinLosses } from '../../../src/why/feature-losses.js';

/** Counts from nothing to a hundred million, losses from none to all of the rows (or up to `most` a row). */
export function binLosses(bins: number, most = 1): fc.Arbitrary<BinLosses> {
  const cell = fc.oneof(
    fc.constant({ n: 0, part: 0 }),
    fc.record({
      n: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 1e8 })),
      part: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    }),
  );
  return fc.array(cell, { minLength: bins, maxLength: bins }).map((cells) => ({
    counts: cells.map(({ n }) => n),
    losses: cells.map(({ n, part }) => (most === 1 ? Math.round(n * part) : n * part * most)),
  }));
}

export const hasRows = ({ counts }: BinLosses): boolean => counts.some((n) => n > 0);

/** Two sides in the same bins, each with at least a row. */
export function twoSides(most = 1): fc.Arbitrary<[BinLosses, BinLosses]> {
  return fc
    .integer({ min: 1, max: 40 })
    .chain((bins) => fc.tuple(binLosses(bins, most).filter(hasRows), binLosses(bins, most).filter(hasRows)));
}

/** Numbers in [0, 1) from a seed (mulberry32), for streams too long for fast-check. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
