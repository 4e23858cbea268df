import { defineDetector } from '../detector.js';
import { count, mode, type Mode } from '../options.js';
import { verdict } from '../single-verdict.js';
import { addToMean, emptyMean, type RunningMean } from './running-mean.js';

export interface PageHinkleyOptions {
  readonly minInstances: number;
  readonly delta: number;
  readonly threshold: number;
  readonly alpha: number;
  readonly mode: Mode;
}

interface State {
  mean: RunningMean;
  increase: number;
  decrease: number;
  leastIncrease: number;
  mostDecrease: number;
}

/**
 * Page-Hinkley test (Page 1954: "Continuous inspection schemes"; with forgetting as in Sebastiao, Fernandes 2017), in
 * river's variant, value for value.
 *
 * Two decayed sums of deviations from the running mean, U = alpha U + (x - mean) - delta and
 * D = alpha D + (x - mean) + delta. Drift up when U - min U > threshold, down when max D - D > threshold. The extremes
 * are not decayed; the maximum starts at -1.
 *
 * Parameters: `minInstances` values before the first alarm (30), `delta` deviation that is allowed, in units of the
 * values (.005), `threshold` in units of the values (50), `alpha` share of a sum that is kept per value (.9999),
 * `mode` up, down or both (both).
 *
 * Cost: O(1) time and memory.
 *
 * Use it for a lasting shift of a mean when you know the size of a shift that matters. Not on values of unknown scale
 * (times .001: never an alarm), and not where a gain is no alarm: then set `mode`.
 *
 * @example
 * const detector = createDetector('page-hinkley', { threshold: 20 });
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 1 : 0));
 * stream.findIndex((error) => detector.update(error).drift); // 1050
 */
export const pageHinkley = defineDetector<PageHinkleyOptions, State>({
  name: 'page-hinkley',
  summary: 'Decayed sums of deviations from the running mean, against their extremes',
  values: 'number',
  scaleFree: false,
  readsErrorCounts: true,
  options: {
    minInstances: count(30, 'Values before the first alarm.', 0),
    delta: {
      kind: 'number',
      default: 0.005,
      least: 0,
      most: 1e12,
      unit: 'units of the values',
      meaning: 'Deviation from the mean that is allowed.',
    },
    threshold: {
      kind: 'number',
      default: 50,
      least: 0,
      most: 1e12,
      unit: 'units of the values',
      meaning: 'Distance of a sum from its extreme that is a drift.',
    },
    alpha: {
      kind: 'number',
      default: 1 - 0.0001,
      least: 0,
      most: 1,
      open: 'least',
      unit: 'share',
      meaning: 'Share of a sum that is kept from value to value; 1 forgets nothing.',
    },
    mode: mode(),
  },
  start: () => ({ mean: emptyMean(), increase: 0, decrease: 0, leastIncrease: Infinity, mostDecrease: -1 }),
  update: (state, value, { minInstances, delta, threshold, alpha, mode }) => {
    addToMean(state.mean, value);
    const deviation = value - state.mean.mean;
    state.increase = alpha * state.increase + deviation - delta;
    state.decrease = alpha * state.decrease + deviation + delta;
    if (state.increase < state.leastIncrease) state.leastIncrease = state.increase;
    if (state.decrease > state.mostDecrease) state.mostDecrease = state.decrease;
    if (state.mean.n < minInstances) return verdict(false);
    const up = mode !== 'down' && state.increase - state.leastIncrease > threshold;
    const down = mode !== 'up' && state.mostDecrease - state.decrease > threshold;
    return verdict(up || down);
  },
});
