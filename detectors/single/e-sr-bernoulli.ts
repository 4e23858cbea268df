import { type DetectorText } from '../detector-text.js';
import { upperRate } from '../reference-bound.js';
import { defineDetector } from '../value-detector.js';
import {
  type Bets,
  type ESrOptions,
  eSrOptions,
  type ESrState,
  eSrTexts,
  startESr,
  updateESr,
} from './e-shiryaev-roberts.js';

/** How far the alternatives are from the baseline m to 1. */
const STEPS = [0.02, 0.05, 0.1, 0.2, 0.4] as const;

const BETS: Bets = {
  count: STEPS.length,
  eValue: (bet, error, m) => {
    const q = m + (1 - m) * (STEPS[bet] ?? 0);
    return error === 1 ? q / m : (1 - q) / (1 - m);
  },
  upperBound: ({ n, mean }) => upperRate(Math.round(mean * n), n),
};

/**
 * E-detector on errors (Shin, Ramdas, Rinaldo 2024: "E-detectors: a nonparametric framework for sequential change
 * detection"): Shiryaev-Roberts sums of likelihood ratios.
 *
 * With baseline m and alternatives q = m + (1-m) {.02, .05, .1, .2, .4}: e = q/m for an error, (1-q)/(1-m) for none,
 * and M = (M + 1) e for each; drift on an error with the mean of the sums at the budget or above.
 *
 * THE PROMISE: while each value's probability of an error, given the past, is at most m, at most T / budget false
 * alarms are expected in T values, for every T, nothing asymptotic. A baseline that is learned is an upper bound of the
 * reference's rate (97.5%), so the promise is as sure as that.
 *
 * Parameters: `baseline` m, null = learned (null), `reference` values to learn from (5,000), `budget` in values
 * (100,000).
 *
 * Cost: O(1) time and memory.
 *
 * Use it as the first choice on single outcomes whose errors come independently: a promise, and delays beside ADWIN's.
 * Not where errors come in clusters (days, storms): the promise is then not kept. It sees rises only.
 *
 * @example
 * const detector = createDetector('e-sr-bernoulli', { baseline: 0.12, budget: 10_000 });
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 1 : 0));
 * stream.findIndex((error) => detector.update(error).drift); // 1020
 */
export const eSrBernoulli = defineDetector<ESrOptions, ESrState>({
  name: 'e-sr-bernoulli',
  values: 'error',
  scaleFree: false,
  readsErrorCounts: true,
  options: eSrOptions,
  start: (options) => startESr(BETS, options),
  update: (state, error, options) => updateESr(state, error, options, BETS),
});

export const eSrBernoulliText: DetectorText<ESrOptions> = {
  summary: 'Bets that the error rate is above its baseline, with a budget of false alarms',
  options: eSrTexts,
};
