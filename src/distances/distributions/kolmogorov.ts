import { durbinBelow } from './durbin-matrix.js';
import { pelzGoodBelow } from './pelz-good.js';
import { smirnovTail } from './smirnov-one-sided.js';

/**
 * P(D >= d) of the two-sided one-sample Kolmogorov-Smirnov statistic of n values, each region by the method that Simard
 * and L'Ecuyer chose for it ("Computing the two-sided Kolmogorov-Smirnov distribution", Journal of Statistical Software,
 * 2011), which is what SciPy's `kstwo` follows. Up to n = 140 exact to about 1e-13; beyond, twice the one-sided tail
 * (too large by 5e-8 at most) or Pelz and Good's series (within 2e-6).
 */
export function kolmogorovTail(d: number, n: number): number {
  const nd = n * d;
  const square = nd * d;
  if (nd <= 0.5) return 1;
  if (d >= 1) return 0;
  if (nd <= 1) return 1 - factorialShare(n) * (2 * nd - 1) ** n;
  if (nd >= n - 1) return Math.min(1, 2 * (1 - d) ** n);
  // Both one-sided statistics cannot reach 1/2 at once: twice one of them is exact.
  if (d >= 0.5) return 2 * smirnovTail(d, n);
  if (n <= 140) return square <= 4 ? probability(1 - durbinBelow(d, n)) : 2 * smirnovTail(d, n);
  if (square >= 370) return 0;
  if (square >= 2.2) return probability(2 * smirnovTail(d, n));
  const durbin = n <= 100_000 && n * d ** 1.5 <= 1.4;
  return probability(1 - (durbin ? durbinBelow(d, n) : pelzGoodBelow(d, n)));
}

/** n! / n^n. */
function factorialShare(n: number): number {
  let share = 1;
  for (let i = 1; i <= n && share > 0; i++) share *= i / n;
  return share;
}

function probability(p: number): number {
  return Math.min(1, Math.max(0, p));
}
