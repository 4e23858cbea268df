import { type DetectorText, LEARNED_BOUND, ONE_FALSE_ALARM } from '../detector-text.js';
import {
  fitRateBlocks,
  MOST_RATE,
  RATE_ALTERNATIVES,
  type RateBlocks,
  rateBlockEValues,
} from '../rate-blocks.js';
import { budget, integer, number, orNull, rate } from '../option-kinds.js';
import { definePaneDetector } from '../pane-detector.js';
import { advanceRise, noRise, type Rise } from '../rise.js';
import { shiryaevRoberts } from '../shiryaev-roberts.js';
import { type SingleVerdict, verdict } from '../single-verdict.js';
import { checkErrorCount, type ErrorCount } from '../value-pane.js';

export interface EPaneOptions {
  readonly reference: number;
  readonly baseline: number | null;
  readonly dispersion: number | null;
  readonly budget: number;
}

interface State {
  /** First panes with rows, as long as the model is learned from them. */
  reference: ErrorCount[];
  model: RateBlocks | null;
  /** Panes with rows since the reference, or since the last drift. */
  n: number;
  /** One Shiryaev-Roberts sum for each alternative, and where its evidence began to grow. */
  bets: { sum: number; rise: Rise }[];
}

/**
 * E-detector on panes of k errors in n, for rates that move from pane to pane more than the drawing of n rows explains
 * (Shin, Ramdas, Rinaldo 2024: "E-detectors: a nonparametric framework for sequential change detection"; tempered
 * likelihood ratios as in Bissiri, Holmes, Walker 2016).
 *
 * With bound m of the rate, over-dispersion phi and alternatives q = m + (1-m) {.02, .05, .1, .2, .4}:
 * e = [(q/m)^k ((1-q)/(1-m))^(n-k)]^(1/phi), at most 12, and M = (M + 1) e for each; drift on a pane with a rate above m
 * and the mean of the sums at the budget or above. From R reference panes: phi = 1.3 x their rates' variance over that
 * of drawing rows, at least 1; m = mean + 1.645 sqrt(variance / R). `since` counts panes.
 *
 * THE PROMISE: at most T / budget false alarms are expected in T panes, while panes are independent, their mean rate is
 * at most m and they move no more than phi says. A reference makes that likely, not certain: over 300 references of 42
 * beta-binomial panes (1,000 rows, rate .2, precision 32, budget 100), each followed by 1,000 panes, there were .12
 * false alarms per 100 panes (standard error .015, seed 2026), and more than 1 after 1.3% of the references. A pane is
 * a block: a day, where neighbouring hours resemble each other.
 *
 * Parameters: `reference` panes with rows to learn from (42), `baseline` m and `dispersion` phi, null = learned (null),
 * `budget` in panes (100). With both given there is no reference phase. After a drift the reference is kept.
 *
 * Cost: O(1) time and memory; O(reference) memory until the reference is complete.
 *
 * Use it on daily error rates, failures, missing values: +.1 on .2 at precision 32 in 10 days (median). Not on panes of
 * minutes (they depend on each other), not for falls (it sees rises only), and not from .999 up. Where rows are independent and single
 * outcomes are at hand, `e-sr-bernoulli` is sooner.
 *
 * @example
 * const detector = createDetector('e-pane', { budget: 90 });
 * const days = Array.from({ length: 84 }, (_, day) => ({ n: 500, errors: 100 + ((day * 29) % 41) + (day < 63 ? 0 : 60) }));
 * days.findIndex((day) => detector.updatePane(day).drift); // 64
 */
export const ePane = definePaneDetector<EPaneOptions, State, ErrorCount, SingleVerdict>({
  name: 'e-pane',
  panes: 'error-counts',
  scaleFree: true,
  options: {
    reference: integer(42, 7, 10_000, 'panes'),
    baseline: rate(),
    dispersion: orNull(number(null, 1, 1e12, 'variance ratio')),
    budget: budget(100, 'panes'),
  },
  start: (options) => ({ reference: [], model: known(options), n: 0, bets: noBets() }),
  check: (pane) => checkErrorCount('e-pane', pane),
  update: (state, { n, errors }, options) => {
    if (n === 0) return verdict(false);
    if (state.model === null) {
      state.reference.push({ n, errors });
      if (state.reference.length >= options.reference) {
        state.model = learned(state.reference, options);
        state.reference = [];
      }
      return verdict(false);
    }
    const { m0 } = state.model;
    if (m0 >= MOST_RATE) return verdict(false);
    state.n++;
    const eValues = rateBlockEValues(state.model, { n, errors });
    let total = 0;
    state.bets.forEach((bet, index) => {
      const eValue = eValues[index] ?? 1;
      bet.sum = shiryaevRoberts(bet.sum, eValue);
      advanceRise(bet.rise, state.n, eValue);
      total += bet.sum;
    });
    // panes exactly at the baseline still let the sums grow: only one above it may complete an alarm
    const isAlarm = total / RATE_ALTERNATIVES >= options.budget && errors > m0 * n;
    return isAlarm ? verdict(true, false, sinceOf(state)) : verdict(false);
  },
  afterDrift: (state) => {
    state.n = 0;
    state.bets = noBets();
  },
});

export const ePaneText: DetectorText<EPaneOptions> = {
  summary: 'Bets that an error rate is above its over-dispersed baseline, with a budget of false alarms',
  options: {
    reference: 'First panes with rows, to learn from; no alarm among them.',
    baseline: LEARNED_BOUND,
    dispersion: 'Variance of the rates over that of drawing n rows; null learns it from the reference.',
    budget: ONE_FALSE_ALARM,
  },
};

function noBets(): State['bets'] {
  return Array.from({ length: RATE_ALTERNATIVES }, () => ({ sum: 0, rise: noRise() }));
}

function known({ baseline, dispersion }: EPaneOptions): RateBlocks | null {
  return baseline === null || dispersion === null ? null : { m0: baseline, phi: dispersion };
}

function learned(reference: readonly ErrorCount[], { baseline, dispersion }: EPaneOptions): RateBlocks {
  const { m0, phi } = fitRateBlocks(reference);
  return { m0: baseline ?? m0, phi: dispersion ?? phi };
}

/** Panes since the evidence of the strongest rise began to grow. */
function sinceOf({ n, bets }: State): number | null {
  const [first, ...others] = bets.map(({ rise }) => rise);
  const strongest = others.reduce((most, rise) => (rise.cusum > (most?.cusum ?? 0) ? rise : most), first);
  return strongest?.since == null ? null : n - strongest.since + 1;
}
