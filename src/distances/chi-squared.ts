import { totalOf, type Counts } from './bins.js';
import { chiSquaredTail } from './distributions/upper-tails.js';
import type { TestResult } from './test-result.js';

/** A chi-squared test's result. Without any change its statistic is `degreesOfFreedom` on average. */
export interface ChiSquaredResult extends TestResult {
  readonly degreesOfFreedom: number;
}

/**
 * Pearson's chi-squared test of homogeneity of two histograms over the same bins: sum (observed - expected)^2 / expected
 * over both rows of their table. Bins that are empty on both sides are left out. Trust `p` when expected counts are
 * about 5 and more (see `mergeRareBins`). O(bins).
 *
 * @param options.yates  Yates' continuity correction, when two bins are left (SciPy's default there); ours is none
 * @throws RangeError when a side has no rows
 * @example chiSquared([10, 30], [30, 10]).statistic; // 20
 */
export function chiSquared(
  now: Counts,
  reference: Counts,
  options: { readonly yates?: boolean } = {},
): ChiSquaredResult {
  const [n, m] = [totalOf(now), totalOf(reference)];
  if (!(n > 0)) throw new RangeError('now has no rows: compare only panes with at least one');
  if (!(m > 0)) throw new RangeError('reference has no rows: compare only panes with at least one');
  const bins: { a: number; expectedA: number; b: number; expectedB: number }[] = [];
  for (let bin = 0; bin < Math.max(now.length, reference.length); bin++) {
    const [a, b] = [now[bin] ?? 0, reference[bin] ?? 0];
    if (a + b > 0)
      bins.push({ a, expectedA: (n * (a + b)) / (n + m), b, expectedB: (m * (a + b)) / (n + m) });
  }
  const degreesOfFreedom = bins.length - 1;
  const correction = options.yates === true && degreesOfFreedom === 1 ? 0.5 : 0;
  let statistic = 0;
  for (const { a, expectedA, b, expectedB } of bins) {
    const distance = Math.max(0, Math.abs(a - expectedA) - correction);
    statistic += (distance * distance) / expectedA;
    const other = Math.max(0, Math.abs(b - expectedB) - correction);
    statistic += (other * other) / expectedB;
  }
  const p = degreesOfFreedom === 0 ? 1 : chiSquaredTail(statistic, degreesOfFreedom);
  return { statistic, p, degreesOfFreedom, method: 'asymptotic' };
}
