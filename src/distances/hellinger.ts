import { mergeRareBins, sharesOf, totalOf, type Counts } from './bins.js';

/**
 * Hellinger distance: sqrt(sum (sqrt p - sqrt q)^2 / 2) of two histograms' shares, 0 to 1 (1: no bin in common). A
 * metric, finite for empty bins. O(bins).
 *
 * @throws RangeError when a side has no rows
 * @example hellinger([1, 0], [0, 7]); // 1
 */
export function hellinger(now: Counts, reference: Counts): number {
  const bins = Math.max(now.length, reference.length);
  const p = sharesOf(now, bins, 'now');
  const q = sharesOf(reference, bins, 'reference');
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) sum += (Math.sqrt(p[bin] ?? 0) - Math.sqrt(q[bin] ?? 0)) ** 2;
  return Math.min(1, Math.sqrt(sum / 2));
}

/**
 * The SQUARED distance that sampling alone gives on average: (B - 1)/8 (1/n + 1/m), for two samples of n and m rows of
 * one distribution over B well-filled bins.
 * @example hellingerBias(1000, 1000, 5); // 0.001
 */
export function hellingerBias(n: number, m: number, bins: number): number {
  return ((bins - 1) / 8) * (1 / n + 1 / m);
}

/**
 * The distance without its sampling bias, rare bins merged first.
 *
 * @returns 0 to 1; 0 when the distance is within its bias
 * @example hellingerCorrected([52, 48], [48, 52]); // 0
 */
export function hellingerCorrected(now: Counts, reference: Counts): number {
  const merged = mergeRareBins(now, reference);
  const squared = hellinger(merged.now, merged.reference) ** 2;
  return Math.sqrt(Math.max(0, squared - hellingerBias(totalOf(now), totalOf(reference), merged.now.length)));
}
