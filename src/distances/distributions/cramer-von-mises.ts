import { gammaln } from 'simple-statistics';

import { scaledBesselK } from './bessel-k.js';

/**
 * P(W >= w) of the limit of the Cramer-von Mises statistic (Csorgo and Faraway, "The exact and asymptotic distributions
 * of Cramer-von Mises statistics", 1996, equation 1.2). Within 3e-10 up to w = 4, where the tail is 3e-9, and within 3e-8
 * beyond: the series ends at the same term as SciPy's, so that both give the same digits.
 */
export function cramerVonMisesTail(w: number): number {
  // Below, the distribution function is under 1e-17.
  if (w < 0.003) return 1;
  let below = 0;
  for (let k = 0; ; k++) {
    const y = 4 * k + 1;
    const coefficient = Math.exp(gammaln(k + 0.5) - gammaln(k + 1)) * Math.sqrt(y / w);
    const term = (coefficient * scaledBesselK(0.25, (y * y) / (16 * w))) / Math.PI ** 1.5;
    below += term;
    if (term < 1e-7) return Math.min(1, Math.max(0, 1 - below));
  }
}

/** Values of a statistic in ascending order, and in how many arrangements each occurs. */
interface Frequencies {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/**
 * P(the sum over all values of (a i - b j)^2 is at least `zeta`) when every order of n and m values is equally likely; a
 * and b are lcm / n and lcm / m, i and j the values of each sample so far (Xiao, Gordon and Yakovlev, "A C++ program for
 * the Cramer-von Mises two-sample test", 2006). Paths are counted over the grid of (i, j); meant for up to about 20
 * values a side, where a grid point has up to 10^5 values.
 */
export function exactCramerVonMisesTail(zeta: number, n: number, m: number): number {
  const lcm = (n / greatestCommonDivisor(n, m)) * m;
  const [a, b] = [lcm / n, lcm / m];
  const none: Frequencies = { values: new Float64Array(), counts: new Float64Array() };
  let row: Frequencies[] = [];
  for (let j = 0; j <= m; j++) {
    const next: Frequencies[] = [];
    for (let i = 0; i <= n; i++) {
      const start = { values: Float64Array.of(0), counts: Float64Array.of(1) };
      const before = i + j === 0 ? start : unite(next[i - 1] ?? none, row[i] ?? none);
      const cost = (a * i - b * j) ** 2;
      next.push({ values: before.values.map((value) => value + cost), counts: before.counts });
    }
    row = next;
  }
  const end = row[n] as Frequencies;
  let [above, all] = [0, 0];
  for (const [index, count] of end.counts.entries()) {
    all += count;
    if ((end.values[index] as number) >= zeta) above += count;
  }
  return above / all;
}

function unite(first: Frequencies, second: Frequencies): Frequencies {
  const most = first.values.length + second.values.length;
  const [values, counts] = [new Float64Array(most), new Float64Array(most)];
  let length = 0;
  for (let i = 0, j = 0; i < first.values.length || j < second.values.length; length++) {
    const value = Math.min(first.values[i] ?? Infinity, second.values[j] ?? Infinity);
    values[length] = value;
    let count = 0;
    if (first.values[i] === value) count += first.counts[i++] as number;
    if (second.values[j] === value) count += second.counts[j++] as number;
    counts[length] = count;
  }
  return { values: values.subarray(0, length), counts: counts.subarray(0, length) };
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
