/** Daily rates that resemble the day before: an autoregression of order 1 around a mean. */
import { seededRandom } from '../../detectors/random.js';
import { normal } from './synthetic-panes.js';

export interface Autoregression {
  readonly seed: number;
  readonly days: number;
  /** Lag-1 autocorrelation, 0 to below 1. */
  readonly carry: number;
  /** Standard deviation of a day. */
  readonly spread: number;
  readonly mean: number;
}

export function autoregression({ seed, days, carry, spread, mean }: Autoregression): number[] {
  const random = seededRandom(seed);
  let state = normal(random);
  return Array.from({ length: days }, () => {
    state = carry * state + Math.sqrt(1 - carry * carry) * normal(random);
    return Math.min(0.95, Math.max(0.01, mean + spread * state));
  });
}
