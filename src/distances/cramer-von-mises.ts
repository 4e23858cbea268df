import {
  cramerVonMisesTail,
  exactCramerVonMisesTail,
  greatestCommonDivisor,
} from './distributions/cramer-von-mises.js';
import { midranks } from './midranks.js';
import { checkedSample, sorted } from './sample.js';
import type { TestMethod, TestResult } from './test-result.js';

/** `auto` counts arrangements up to this many values a side. */
const MOST_EXACT = 20;

/**
 * Two-sample Cramer-von Mises test (Anderson, "On the distribution of the two-sample Cramer-von Mises criterion", 1962):
 * `statistic` T is n m / (n + m)^2 times the sum over all values of the squared difference of the distribution
 * functions; equal values have midranks. Sees differences spread over the whole range that Kolmogorov-Smirnov, which looks
 * at the largest one only, may miss. O((n + m) log(n + m)).
 *
 * `p` (SciPy's too) supposes that hardly any values are equal: two samples of 100 values that all are the same have .02.
 * Compare such values by `chiSquared` on their counts.
 *
 * @throws RangeError for fewer than 2 values a side or a value that is not finite
 * @example cramerVonMises([1, 2], [3, 4]).p; // 0.3333
 */
export function cramerVonMises(
  now: readonly number[],
  reference: readonly number[],
  options: { readonly method?: TestMethod } = {},
): TestResult {
  checkedSample(now, 'now', 2);
  checkedSample(reference, 'reference', 2);
  const [n, m] = [now.length, reference.length];
  const ranks = midranks(sorted(now), sorted(reference));
  const u = n * squaredExcess(ranks.first) + m * squaredExcess(ranks.second);
  const [pairs, all] = [n * m, n + m];
  const statistic = u / (pairs * all) - (4 * pairs - 1) / (6 * all);
  const wish = options.method ?? 'auto';
  const method = wish === 'auto' ? (Math.max(n, m) <= MOST_EXACT ? 'exact' : 'asymptotic') : wish;
  const p = method === 'exact' ? exactTail(u, n, m) : asymptoticTail(statistic, n, m);
  return { statistic, p, method };
}

/**
 * The statistic's mean without any change: (1 + 1/(n + m)) / 6, exactly.
 * @example cramerVonMisesBias(1, 1); // 0.25
 */
export function cramerVonMisesBias(n: number, m: number): number {
  return (1 + 1 / (n + m)) / 6;
}

function squaredExcess(ranks: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < ranks.length; i++) sum += ((ranks[i] as number) - (i + 1)) ** 2;
  return sum;
}

function exactTail(u: number, n: number, m: number): number {
  const pairs = n * m;
  const lcm = pairs / greatestCommonDivisor(n, m);
  const zeta = Math.floor((lcm ** 2 * (n + m) * (6 * u - pairs * (4 * pairs - 1))) / (6 * pairs ** 2));
  return exactCramerVonMisesTail(zeta, n, m);
}

/** The limit distribution, after T is given the limit's mean and variance (Anderson's equations 11, 14 and 15). */
function asymptoticTail(statistic: number, n: number, m: number): number {
  const [pairs, all] = [n * m, n + m];
  const variance =
    ((all + 1) * (4 * pairs * all - 3 * (n * n + m * m) - 2 * pairs)) / (45 * all * all * 4 * pairs);
  return cramerVonMisesTail(1 / 6 + (statistic - cramerVonMisesBias(n, m)) / Math.sqrt(45 * variance));
}
