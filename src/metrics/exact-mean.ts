import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  sumValue,
  type ExactSum,
  type ExactSumJson,
} from '../aggregates/exact-sum.js';
import { measured, NO_ROWS, type Measured } from './measured.js';

/** A mean over rows that depends on their set only, not on order or grouping: the state of log loss and Brier score. */
export interface ExactMean {
  n: number;
  sum: ExactSum;
}

export function emptyMean(): ExactMean {
  return { n: 0, sum: emptySum() };
}

/**
 * Adds a row.
 * @throws RangeError for a value that is not finite
 * @example
 * const mean = emptyMean();
 * for (const value of [1e16, 1, -1e16]) addToMean(mean, value);
 * meanValue(mean).value; // 0.3333
 */
export function addToMean(mean: ExactMean, value: number): void {
  if (!Number.isFinite(value))
    throw new RangeError(`a mean takes finite values, not ${value}: count it apart`);
  mean.n++;
  addToSum(mean.sum, value);
}

/**
 * Adds the rows of another mean.
 * @example
 * const [monday, tuesday] = [emptyMean(), emptyMean()];
 * addToMean(monday, 3);
 * addToMean(tuesday, 5);
 * mergeMean(monday, tuesday);
 * meanValue(monday).value; // 4
 */
export function mergeMean(into: ExactMean, from: ExactMean): void {
  into.n += from.n;
  mergeSum(into.sum, from.sum);
}

export function meanValue(mean: ExactMean): Measured {
  return mean.n === 0 ? NO_ROWS : measured(sumValue(mean.sum) / mean.n);
}

/** JSON form: equal means have equal bytes. */
export interface ExactMeanJson {
  readonly n: number;
  readonly sum: ExactSumJson;
}

/**
 * For storage and transport.
 * @example
 * const mean = emptyMean();
 * addToMean(mean, 0.5);
 * JSON.stringify(meanToJson(mean)); // {"n":1,"sum":{"ordinary":[0.5],"huge":[]}}
 */
export function meanToJson({ n, sum }: ExactMean): ExactMeanJson {
  return { n, sum: sumToJson(sum) };
}

/**
 * The mean that `meanToJson` stored.
 * @example meanValue(meanFromJson({ n: 2, sum: { ordinary: [3], huge: [] } })).value; // 1.5
 */
export function meanFromJson({ n, sum }: ExactMeanJson): ExactMean {
  return { n, sum: sumFromJson(sum) };
}
