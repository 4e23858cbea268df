/**
 * Log likelihood ratios (nats) of a change of level after `before` values of sum `sumBefore`, followed by `after`
 * values of sum `sumAfter`, against no change.
 */

/** Normal values of known deviation, both levels unknown. */
export function gaussianRatio(
  before: number,
  sumBefore: number,
  after: number,
  sumAfter: number,
  deviation: number,
): number {
  if (before === 0) return 0;
  const difference = (sumAfter / after - sumBefore / before) / deviation;
  return (difference * difference * before * after) / (2 * (before + after));
}

/** Normal values of known deviation, from a known level. */
export function gaussianRatioFrom(
  baseline: number,
  after: number,
  sumAfter: number,
  deviation: number,
): number {
  const difference = (sumAfter / after - baseline) / deviation;
  return (difference * difference * after) / 2;
}

/** Zeros and ones, both rates unknown. */
export function bernoulliRatio(before: number, onesBefore: number, after: number, onesAfter: number): number {
  const apart = logLikelihood(before, onesBefore) + logLikelihood(after, onesAfter);
  return apart - logLikelihood(before + after, onesBefore + onesAfter);
}

/** Zeros and ones, from a known rate strictly between 0 and 1. */
export function bernoulliRatioFrom(rate: number, after: number, onesAfter: number): number {
  const expected = onesAfter * Math.log(rate) + (after - onesAfter) * Math.log1p(-rate);
  return logLikelihood(after, onesAfter) - expected;
}

/** The largest over all rates. */
function logLikelihood(n: number, ones: number): number {
  return xLogX(ones) + xLogX(n - ones) - xLogX(n);
}

/** Most counts are small, and a logarithm costs ten look-ups. */
const TABLE = Float64Array.from({ length: 4_096 }, (_, x) => (x > 0 ? x * Math.log(x) : 0));

/** @param x an integer from 0 */
function xLogX(x: number): number {
  return TABLE[x] ?? x * Math.log(x);
}
