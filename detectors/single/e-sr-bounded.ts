import { type DetectorText } from '../detector-text.js';
import { upperMean } from '../reference-bound.js';
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

/** Stakes, as shares of the largest that is always solvent, 1 / m. */
const STAKES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

const BETS: Bets = {
  count: STAKES.length,
  eValue: (bet, value, m) => 1 + (STAKES[bet] ?? 0) * (value / m - 1),
  upperBound: ({ n, mean }, squares) => upperMean(mean, squares, n),
};

/**
 * E-detector on losses from 0 to 1 (Shin, Ramdas, Rinaldo 2024: "E-detectors: a nonparametric framework for sequential
 * change detection"), by betting (Waudby-Smith, Ramdas 2024).
 *
 * With baseline m and stakes lambda = {.1, .25, .5, .75, .9} / m: e = 1 + lambda (x - m), and M = (M + 1) e for each;
 * drift on a value above m with the mean of the sums at the budget or above.
 *
 * THE PROMISE: while each value's mean, given the past, is at most m, at most T / budget false alarms are expected in T
 * values, for every T and whatever the law of the values. A baseline that is learned is an upper bound of the
 * reference's mean (97.5%, empirical Bernstein), so the promise is as sure as that.
 *
 * Parameters: `baseline` m, null = learned (null), `reference` values to learn from (5,000), `budget` in values
 * (100,000).
 *
 * Cost: O(1) time and memory.
 *
 * Use it on any loss with known bounds, scaled to [0, 1] (absolute error over its largest possible, Brier score). Not
 * on losses without a bound, not where they come in clusters. It sees rises only; where the values are 0 and 1,
 * `e-sr-bernoulli` is sooner.
 *
 * @example
 * const detector = createDetector('e-sr-bounded', { baseline: 0.2, budget: 10_000 });
 * const stream = Array.from({ length: 2000 }, (_, i) => ((i * 37) % 101) / (i < 1000 ? 300 : 101));
 * stream.findIndex((loss) => detector.update(loss).drift); // 1017
 */
export const eSrBounded = defineDetector<ESrOptions, ESrState>({
  name: 'e-sr-bounded',
  values: 'share',
  scaleFree: false,
  readsErrorCounts: false,
  options: eSrOptions,
  start: (options) => startESr(BETS, options),
  update: (state, loss, options) => updateESr(state, loss, options, BETS),
});

export const eSrBoundedText: DetectorText<ESrOptions> = {
  summary: 'Bets that the mean of a loss in [0, 1] is above its baseline, with a budget of false alarms',
  options: eSrTexts,
};
