import { type Counts, sharesOf } from './bins.js';

/**
 * Total variation: half the sum of absolute differences of shares, 0 to 1: the part of the rows that would have to
 * change their bin. O(bins).
 *
 * @throws RangeError when a side has no rows
 * @example totalVariation([3, 1], [1, 3]); // 0.5
 */
export function totalVariation(now: Counts, reference: Counts): number {
  const bins = Math.max(now.length, reference.length);
  const p = sharesOf(now, bins, 'now');
  const q = sharesOf(reference, bins, 'reference');
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) sum += Math.abs((p[bin] ?? 0) - (q[bin] ?? 0));
  return sum / 2;
}

/**
 * The distance that sampling alone gives on average, n and m rows of one distribution with these `shares` of its bins:
 * half the sum of sqrt(2/pi p (1 - p) (1/n + 1/m)), as each difference of shares is nearly normal. 0 to 1.
 * @example totalVariationBias(1000, 1000, [0.5, 0.5]); // 0.01784
 */
export function totalVariationBias(n: number, m: number, shares: readonly number[]): number {
  let sum = 0;
  for (const p of shares) sum += Math.sqrt(((2 * p * (1 - p)) / Math.PI) * (1 / n + 1 / m));
  return sum / 2;
}
