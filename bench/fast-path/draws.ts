/** Draws from the laws of over-dispersed panes, from an injected generator of uniform numbers. */
import type { Random } from '../../detectors/random.js';

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Gamma of unit scale (Marsaglia, Tsang 2000). */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Shares around `mean` that vary as those of `precision` rows. */
export function dirichlet(random: Random, mean: readonly number[], precision: number): number[] {
  const parts = mean.map((share) => gamma(random, share * precision));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

/** Hits in n trials: exact where few are expected, else the rounded normal law. */
export function binomial(random: Random, n: number, p: number): number {
  if (p > 0.5) return n - binomial(random, n, 1 - p);
  if (n * p > 20) {
    const drawn = Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normal(random));
    return Math.min(n, Math.max(0, drawn));
  }
  if (p <= 0) return 0;
  let hits = 0;
  for (let trial = skip(random, p); trial < n; trial += 1 + skip(random, p)) hits++;
  return hits;
}

/** Trials without a hit before the next one. */
function skip(random: Random, p: number): number {
  return Math.floor(Math.log(1 - random()) / Math.log1p(-p));
}

export function multinomial(random: Random, n: number, shares: readonly number[]): number[] {
  let [left, rest] = [n, 1];
  return shares.map((share) => {
    const count = rest > 0 ? binomial(random, left, Math.min(1, share / rest)) : 0;
    left -= count;
    rest -= share;
    return count;
  });
}
