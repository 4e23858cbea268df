/**
 * Upper confidence bounds (97.5%, one-sided) of a mean from a reference: the baseline that a bet may suppose, since a
 * bet's promise holds only while the true mean is at most its baseline.
 */
import { binomialInterval } from './binomial.js';

/** Of an error rate, exact (Clopper, Pearson 1934). */
export function upperRate(errors: number, n: number): number {
  return binomialInterval(errors, n)[1];
}

/**
 * Of the mean of values in [0, 1], any law: the empirical Bernstein bound (Maurer, Pontil 2009),
 * mean + sqrt(2 v ln(2/d) / n) + 7 ln(2/d) / (3 (n-1)).
 * @param squares sum of squared deviations from the mean
 * @param n at least 2
 */
export function upperMean(mean: number, squares: number, n: number): number {
  const nats = Math.log(2 / MISS);
  const variance = squares / (n - 1);
  return Math.min(1, mean + Math.sqrt((2 * variance * nats) / n) + (7 * nats) / (3 * (n - 1)));
}

const MISS = 0.025;
