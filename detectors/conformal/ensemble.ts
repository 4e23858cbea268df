/**
 * All streams and scales together, unit by unit: the largest standardised score (one feature breaks among many) and
 * the sum of squares of those above 0 (many creep). Both are ranked among the reference's units as any score is.
 */
import type { ConformalStream } from './calibrate-stream.js';

/** By fold: the value of each of its reference units. */
export interface Ensemble {
  readonly largest: readonly (readonly number[])[];
  readonly squares: readonly (readonly number[])[];
  readonly units: number;
}

export function largestOf(scores: Iterable<number>): number {
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  return largest;
}

export function squaresOf(scores: Iterable<number>): number {
  let sum = 0;
  for (const score of scores) sum += Math.max(0, score) ** 2;
  return sum;
}

export function calibrateEnsemble(streams: readonly ConformalStream[], folds: number): Ensemble {
  const byFold = Array.from({ length: folds }, () => new Map<number, number[]>());
  for (const { scales } of streams) {
    for (const scale of scales) {
      scale.folds.forEach((fold, k) => {
        for (const [unit, score] of fold.reference) {
          const scores = byFold[k]?.get(unit);
          if (scores) scores.push(score);
          else byFold[k]?.set(unit, [score]);
        }
      });
    }
  }
  return {
    largest: byFold.map((units) => [...units.values()].map(largestOf)),
    squares: byFold.map((units) => [...units.values()].map(squaresOf)),
    units: byFold.reduce((sum, units) => sum + units.size, 0),
  };
}
