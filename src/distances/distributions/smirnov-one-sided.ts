import { gammaln } from 'simple-statistics';

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/**
 * P(D+ >= d) of the one-sided Kolmogorov-Smirnov statistic of n values, exactly (Birnbaum and Tingey, 1951): the sum over
 * j of d / (d + j/n) times the binomial probability of j hits in n at chance d + j/n. All terms are positive, and the
 * binomial is found from its deviance (Loader, "Fast and accurate computation of binomial probabilities", 2000), so no
 * digits cancel. O(n).
 */
export function smirnovTail(d: number, n: number): number {
  let sum = 0;
  const last = Math.floor(n * (1 - d));
  for (let j = 0; j <= last; j++) {
    const chance = d + j / n;
    if (chance >= 1) break;
    sum += (d / chance) * binomialAtDistance(j, n, chance);
  }
  return Math.min(1, sum);
}

/** P(X = j), X ~ Binomial(n, chance). */
function binomialAtDistance(j: number, n: number, chance: number): number {
  if (j === 0) return Math.exp(n * Math.log1p(-chance));
  const rest = n - j;
  const logarithm =
    stirlingError(n) -
    stirlingError(j) -
    stirlingError(rest) -
    deviance(j, n * chance) -
    deviance(rest, n * (1 - chance));
  return Math.exp(logarithm) * Math.sqrt(n / (2 * Math.PI * j * rest));
}

/** ln n! - ln(sqrt(2 pi n) (n/e)^n). */
function stirlingError(n: number): number {
  if (n < 16) return gammaln(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_2PI;
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / mean) + mean - x, without cancellation near x = mean. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let j = 1; ; j++) {
    power *= v * v;
    const next = sum + power / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
}
