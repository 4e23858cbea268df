import { sharesOf, totalOf, type Counts } from './bins.js';
import { exactSmirnovTail } from './distributions/smirnov-two-samples.js';
import { kolmogorovTail } from './distributions/kolmogorov.js';
import { checkedSample, sorted } from './sample.js';
import type { TestMethod, TestResult } from './test-result.js';

/** `auto` counts paths up to this many values a side. */
const MOST_EXACT = 10_000;

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided: `statistic` is the largest difference of the distribution functions, 0
 * to 1. `p` exact from lattice paths, or asymptotic: that of one sample of round(n m / (n + m)) values, as SciPy's
 * `ks_2samp` has it. Equal values make `p` conservative. O((n + m) log(n + m)); exact: O(n m statistic).
 *
 * At n = 100,000 a shift of 0.02 standard deviations is "significant" every time: read the statistic too.
 *
 * @throws RangeError for an empty sample or a value that is not finite
 * @example kolmogorovSmirnov([1, 2, 3], [4, 5, 6]).p; // 0.1
 */
export function kolmogorovSmirnov(
  now: readonly number[],
  reference: readonly number[],
  options: { readonly method?: TestMethod } = {},
): TestResult {
  checkedSample(now, 'now');
  checkedSample(reference, 'reference');
  const [n, m] = [now.length, reference.length];
  const gap = largestGap(sorted(now), sorted(reference));
  const wish = options.method ?? 'auto';
  const method = wish === 'auto' ? (Math.max(n, m) <= MOST_EXACT ? 'exact' : 'asymptotic') : wish;
  const statistic = gap / (n * m);
  const p = method === 'exact' ? exactSmirnovTail(gap, n, m) : asymptoticTail(statistic, n, m);
  return { statistic, p, method };
}

/**
 * The same from histograms with the same ordered bins: the largest difference at a bin's edge, which is at most the one
 * of the rows; so `p` (asymptotic) is conservative.
 *
 * @throws RangeError when a side has no rows
 * @example kolmogorovSmirnovBinned([30, 10, 10], [10, 10, 30]).statistic; // 0.4
 */
export function kolmogorovSmirnovBinned(now: Counts, reference: Counts): TestResult {
  const bins = Math.max(now.length, reference.length);
  const p = sharesOf(now, bins, 'now');
  const q = sharesOf(reference, bins, 'reference');
  let [f, g, statistic] = [0, 0, 0];
  // Both are 1 after the last bin: there only rounding differs.
  for (let bin = 0; bin < bins - 1; bin++) {
    f += p[bin] ?? 0;
    g += q[bin] ?? 0;
    statistic = Math.max(statistic, Math.abs(f - g));
  }
  return { statistic, p: asymptoticTail(statistic, totalOf(now), totalOf(reference)), method: 'asymptotic' };
}

/**
 * The statistic that sampling alone gives on average, for n and m rows of one continuous distribution:
 * sqrt(pi/2) ln 2 sqrt(1/n + 1/m), the mean of Kolmogorov's limit.
 * @example kolmogorovSmirnovBias(500, 500); // 0.05494
 */
export function kolmogorovSmirnovBias(n: number, m: number): number {
  return Math.sqrt(Math.PI / 2) * Math.LN2 * Math.sqrt(1 / n + 1 / m);
}

/** The largest |i m - j n| over all values, where i and j values of each sample are at most that: whole numbers. */
function largestGap(now: Float64Array, reference: Float64Array): number {
  const [n, m] = [now.length, reference.length];
  let gap = 0;
  for (let i = 0, j = 0; i < n && j < m;) {
    const value = Math.min(now[i] as number, reference[j] as number);
    while (i < n && now[i] === value) i++;
    while (j < m && reference[j] === value) j++;
    gap = Math.max(gap, Math.abs(i * m - j * n));
  }
  return gap;
}

function asymptoticTail(statistic: number, n: number, m: number): number {
  return kolmogorovTail(statistic, Math.max(1, roundHalfToEven((n * m) / (n + m))));
}

/** As SciPy rounds: equal sizes of an odd number of rows always meet a half. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x);
}
