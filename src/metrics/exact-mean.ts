import { addToSum, emptySum, mergeSum, sumValue, type ExactSum } from '../aggregates/exact-sum.js';
import { measured, NO_ROWS, type Measured } from './measured.js';

/** A mean over rows that depends on their set only, not on order or grouping: the state of log loss and Brier score. */
export interface ExactMean {
  n: number;
  sum: ExactSum;
}

export function emptyMean(): ExactMean {
  return { n: 0, sum: emptySum() };
}

/** @throws RangeError for a value that is not finite */
export function addToMean(mean: ExactMean, value: number): void {
  if (!Number.isFinite(value))
    throw new RangeError(`a mean takes finite values, not ${value}: count it apart`);
  mean.n++;
  addToSum(mean.sum, value);
}

export function mergeMean(into: ExactMean, from: ExactMean): void {
  into.n += from.n;
  mergeSum(into.sum, from.sum);
}

export function meanValue(mean: ExactMean): Measured {
  return mean.n === 0 ? NO_ROWS : measured(sumValue(mean.sum) / mean.n);
}
