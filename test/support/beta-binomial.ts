/** Counts of errors whose rate moves from pane to pane. */
import type { Random } from '../../detectors/random.js';
import { normal } from './synthetic-panes.js';

/**
 * @param precision of the beta law of a pane's own rate: as if it had so many rows; Infinity for none of its own
 */
export function betaBinomial(
  random: Random,
  n: number,
  rate: number,
  precision: number,
): { n: number; errors: number } {
  const own = precision === Infinity ? rate : beta(random, rate * precision, (1 - rate) * precision);
  // n is large where this is used: the binomial is as good as normal
  const errors = Math.round(n * own + Math.sqrt(n * own * (1 - own)) * normal(random));
  return { n, errors: Math.min(n, Math.max(0, errors)) };
}

function beta(random: Random, a: number, b: number): number {
  const x = gamma(random, a);
  return x / (x + gamma(random, b));
}

/** Marsaglia, Tsang 2000; below 1 by the power of a uniform number. */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
