import { type Counts, mergeRareBins, sharesOf, totalOf } from './bins.js';

/**
 * Jensen-Shannon divergence in bits (base 2), 0 to 1: the mean of both sides' Kullback-Leibler divergence from their
 * midpoint. Finite for empty bins, symmetric. O(bins).
 *
 * @throws RangeError when a side has no rows
 * @example jensenShannonDivergence([1, 1], [1, 0]); // 0.3113
 */
export function jensenShannonDivergence(now: Counts, reference: Counts): number {
  const bins = Math.max(now.length, reference.length);
  const p = sharesOf(now, bins, 'now');
  const q = sharesOf(reference, bins, 'reference');
  let divergence = 0;
  for (let bin = 0; bin < bins; bin++) {
    const [a, b] = [p[bin] ?? 0, q[bin] ?? 0];
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a * Math.log2(a / middle)) / 2;
    if (b > 0) divergence += (b * Math.log2(b / middle)) / 2;
  }
  return Math.min(1, Math.max(0, divergence));
}

/**
 * The distance: square root of the divergence, a metric, 0 to 1.
 * @example jensenShannon([1, 0], [0, 7]); // 1
 */
export function jensenShannon(now: Counts, reference: Counts): number {
  return Math.sqrt(jensenShannonDivergence(now, reference));
}

/**
 * The distance without its sampling bias: two samples of n and m rows of ONE distribution over B bins have an
 * expected divergence of (B-1)/(8 ln 2) (1/n + 1/m), which is taken off; bins of fewer than 5 expected rows are
 * merged with their neighbours. So 100 and 1,000,000 rows of the same distribution are both about 0 away.
 *
 * @returns 0 to 1; 0 when the divergence is within its bias
 * @throws RangeError when a side has no rows
 * @example jensenShannonCorrected([52, 48], [48, 52]); // 0
 */
export function jensenShannonCorrected(now: Counts, reference: Counts): number {
  const merged = mergeRareBins(now, reference);
  const bins = merged.now.length;
  const bias = jensenShannonBias(totalOf(now), totalOf(reference), bins);
  return Math.sqrt(Math.max(0, jensenShannonDivergence(merged.now, merged.reference) - bias));
}

/**
 * The DIVERGENCE (bits) that sampling alone gives on average, over B well-filled bins.
 * @example jensenShannonBias(1000, 1000, 10); // 0.003246
 */
export function jensenShannonBias(n: number, m: number, bins: number): number {
  return ((bins - 1) / (8 * Math.LN2)) * (1 / n + 1 / m);
}
