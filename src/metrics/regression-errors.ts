import {
  addToSum,
  emptySum,
  mergeSum,
  ordinaryTerms,
  sumValue,
  type ExactSum,
} from '../aggregates/exact-sum.js';
import {
  addToHistogram,
  emptyHistogram,
  mergeHistogram,
  sortedBins,
  type NumericHistogram,
} from '../aggregates/numeric-histogram.js';
import { addProduct } from '../aggregates/exact-product.js';
import { measured, NO_ROWS, undefinedBecause, type Measured } from './measured.js';

/** Sums over pairs of a predicted and an actual number from which all regression metrics are read: mergeable. */
export interface RegressionErrors {
  n: number;
  error: ExactSum;
  absolute: NumericHistogram;
  squared: ExactSum;
  /** Sum of |error| / |outcome|, over outcomes other than 0. */
  relative: ExactSum;
  zeroOutcomes: number;
  outcomes: ExactSum;
  outcomeSquares: ExactSum;
  /** Infinity and -Infinity while there is none. */
  lowestOutcome: number;
  highestOutcome: number;
}

export function emptyRegressionErrors(): RegressionErrors {
  return {
    n: 0,
    error: emptySum(),
    absolute: emptyHistogram(),
    squared: emptySum(),
    relative: emptySum(),
    zeroOutcomes: 0,
    outcomes: emptySum(),
    outcomeSquares: emptySum(),
    lowestOutcome: Infinity,
    highestOutcome: -Infinity,
  };
}

/** Squares of larger numbers, and sums of them, leave the range of float64. */
const LARGEST = 2 ** 480;

/**
 * @throws RangeError for a number that is not finite, or an outcome or error beyond 2^480 (3e144)
 * @example
 * const errors = emptyRegressionErrors();
 * addRegressionError(errors, 12, 10);
 * addRegressionError(errors, 24, 30);
 * JSON.stringify([bias(errors).value, meanAbsoluteError(errors).value, rSquared(errors).value]); // [-2,4,0.8]
 */
export function addRegressionError(errors: RegressionErrors, predicted: number, actual: number): void {
  const error = predicted - actual;
  if (!(Math.abs(error) <= LARGEST && Math.abs(actual) <= LARGEST)) {
    throw new RangeError(`${predicted} predicted for ${actual} has no finite square: count such rows apart`);
  }
  errors.n++;
  addToSum(errors.error, error);
  addToHistogram(errors.absolute, Math.abs(error));
  addProduct(errors.squared, error, error);
  addToSum(errors.outcomes, actual);
  addProduct(errors.outcomeSquares, actual, actual);
  // + 0: -0 is 0.
  errors.lowestOutcome = Math.min(errors.lowestOutcome, actual + 0);
  errors.highestOutcome = Math.max(errors.highestOutcome, actual + 0);
  if (actual === 0) errors.zeroOutcomes++;
  else addToSum(errors.relative, Math.min(Number.MAX_VALUE, Math.abs(error / actual)));
}

/**
 * Adds the rows of others.
 * @example
 * const [east, west] = [emptyRegressionErrors(), emptyRegressionErrors()];
 * addRegressionError(east, 2, 1);
 * addRegressionError(west, 1, 8);
 * mergeRegressionErrors(east, west);
 * rootMeanSquaredError(east).value; // 5
 */
export function mergeRegressionErrors(into: RegressionErrors, from: RegressionErrors): void {
  into.n += from.n;
  mergeSum(into.error, from.error);
  mergeHistogram(into.absolute, from.absolute);
  mergeSum(into.squared, from.squared);
  mergeSum(into.relative, from.relative);
  into.zeroOutcomes += from.zeroOutcomes;
  mergeSum(into.outcomes, from.outcomes);
  mergeSum(into.outcomeSquares, from.outcomeSquares);
  into.lowestOutcome = Math.min(into.lowestOutcome, from.lowestOutcome);
  into.highestOutcome = Math.max(into.highestOutcome, from.highestOutcome);
}

/** Mean of predicted - actual, in their unit. */
export function bias({ n, error }: RegressionErrors): Measured {
  return n === 0 ? NO_ROWS : measured(sumValue(error) / n);
}

/** Mean of |predicted - actual|, in their unit. */
export function meanAbsoluteError({ n, absolute }: RegressionErrors): Measured {
  return n === 0 ? NO_ROWS : measured(sumValue(absolute.sum) / n);
}

/** Root of the mean squared error, in the unit of the values. */
export function rootMeanSquaredError({ n, squared }: RegressionErrors): Measured {
  return n === 0 ? NO_ROWS : measured(Math.sqrt(sumValue(squared) / n));
}

/**
 * Mean of |predicted - actual| / |actual|, as a share; undefined as soon as an outcome is 0. (Where one is
 * nearer to 0 than 2.2e-16, scikit-learn divides by that.)
 * @example
 * const errors = emptyRegressionErrors();
 * addRegressionError(errors, 12, 10);
 * addRegressionError(errors, 1, 0);
 * meanAbsolutePercentageError(errors).reason; // 1 of 2 outcomes are 0: no share of them exists
 */
export function meanAbsolutePercentageError({ n, relative, zeroOutcomes }: RegressionErrors): Measured {
  if (n === 0) return NO_ROWS;
  if (zeroOutcomes > 0)
    return undefinedBecause(`${zeroOutcomes} of ${n} outcomes are 0: no share of them exists`);
  return measured(sumValue(relative) / n);
}

/**
 * Median of |predicted - actual| from their histogram, off by at most one bin: relative 2^-20 while there are few distinct
 * values, more as bins merge (below the smallest normal float64, 2^-1022, absolute).
 * @example
 * const errors = emptyRegressionErrors();
 * for (const predicted of [1, 2, 64]) addRegressionError(errors, predicted, 0);
 * Math.abs(medianAbsoluteErrorOfHistogram(errors).value - 2) <= 2 ** -19; // true
 */
export function medianAbsoluteErrorOfHistogram({ absolute }: RegressionErrors): Measured {
  const { n } = absolute;
  if (n === 0) return NO_ROWS;
  const lower = valueAtRank(absolute, Math.ceil(n / 2));
  const upper = valueAtRank(absolute, Math.floor(n / 2) + 1);
  return measured(lower / 2 + upper / 2);
}

/** About the value of one row by its rank, 1 .. n: rows lie evenly in their bin. */
function valueAtRank(h: NumericHistogram, rank: number): number {
  let seen = 0;
  for (const { low, high, count } of sortedBins(h)) {
    if (seen + count >= rank) {
      const value = low + (high - low) * ((rank - 0.5 - seen) / count);
      return Math.min(h.max, Math.max(h.min, value));
    }
    seen += count;
  }
  return h.max;
}

/**
 * R squared: the share of the outcomes' variance that the predictions explain; negative when their mean would have done
 * better. The variance is found without rounding, so a large offset of the outcomes costs no digits.
 */
export function rSquared(errors: RegressionErrors): Measured {
  const { n, squared, lowestOutcome, highestOutcome } = errors;
  if (n < 2) return n === 0 ? NO_ROWS : undefinedBecause('one outcome has no variance');
  if (lowestOutcome === highestOutcome) {
    return undefinedBecause('all outcomes are equal: they have no variance to explain');
  }
  const total = squaredDeviations(errors);
  // Only outcomes that differ by less than 1e-162 have squares that float64 cannot hold.
  if (!(total > 0)) return undefinedBecause('the variance of the outcomes is below the range of float64');
  return measured(1 - sumValue(squared) / total);
}

/** Sum of (y - mean)^2: that around a center near the mean, less what the center is off. */
function squaredDeviations(errors: RegressionErrors): number {
  const { n, outcomes } = errors;
  const center = sumValue(outcomes) / n;
  const off = emptySum();
  mergeSum(off, outcomes);
  addProduct(off, -n, center);
  return squaresAround(errors, center) - sumValue(off) ** 2 / n;
}

/** Sum of (y - center)^2 of outcomes y in exact parts: sum y^2 - 2 c sum y + n c^2. */
export function squaresAround(
  { n, outcomes, outcomeSquares }: Pick<RegressionErrors, 'n' | 'outcomes' | 'outcomeSquares'>,
  center: number,
): number {
  const around = emptySum();
  mergeSum(around, outcomeSquares);
  for (const part of ordinaryTerms(outcomes)) addProduct(around, -2 * center, part);
  const square = emptySum();
  addProduct(square, center, center);
  for (const part of ordinaryTerms(square)) addProduct(around, n, part);
  return sumValue(around);
}
