import { type DetectorText, FIRST_ALARM, MODE } from '../detector-text.js';
import { amount, count, level, mode, type Mode } from '../option-kinds.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';
import { addToMean, emptyMean, type RunningMean } from './running-mean.js';

export interface CusumOptions {
  readonly baseline: number | null;
  readonly delta: number;
  readonly threshold: number;
  readonly minInstances: number;
  readonly mode: Mode;
}

/** A sum of excesses, and the values it has been above 0 for. */
interface Side {
  sum: number;
  length: number;
}

interface State {
  mean: RunningMean;
  up: Side;
  down: Side;
}

/**
 * CUSUM chart (Page 1954: "Continuous inspection schemes").
 *
 * Two sums, S = max(0, S + (x - m) - delta) and S' = max(0, S' - (x - m) - delta): drift when one is above the
 * threshold. m is the baseline, or where none is given the mean of the values so far. The values since a sum was last 0
 * are the ones after the change (`since`).
 *
 * Parameters: `baseline` in units of the values, null = the running mean (null), `delta` deviation that is allowed,
 * half the shift to be found is best (.005), `threshold` (50), both in units of the values, `minInstances` values
 * before the first alarm (30), `mode` up, down or both (both).
 *
 * Cost: O(1) time and memory.
 *
 * Use it where the baseline and the shift that matters are known: nothing that does not adapt is faster. Not on values
 * of unknown scale, and without a baseline not for slow changes: the running mean follows them.
 *
 * @example
 * const detector = createDetector('cusum', { baseline: 0.1, delta: 0.1, threshold: 10 });
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 1 : 0));
 * stream.findIndex((error) => detector.update(error).drift); // 1032
 */
export const cusum = defineDetector<CusumOptions, State>({
  name: 'cusum',
  values: 'number',
  scaleFree: false,
  readsErrorCounts: true,
  options: {
    baseline: level(),
    delta: amount(0.005),
    threshold: amount(50),
    minInstances: count(30, 0),
    mode: mode(),
  },
  start: () => ({ mean: emptyMean(), up: { sum: 0, length: 0 }, down: { sum: 0, length: 0 } }),
  update: (state, value, { baseline, delta, threshold, minInstances, mode }) => {
    addToMean(state.mean, value);
    const deviation = value - (baseline ?? state.mean.mean);
    add(state.up, deviation - delta);
    add(state.down, -deviation - delta);
    if (state.mean.n < minInstances) return verdict(false);
    if (mode !== 'down' && state.up.sum > threshold) return verdict(true, false, state.up.length);
    if (mode !== 'up' && state.down.sum > threshold) return verdict(true, false, state.down.length);
    return verdict(false);
  },
});

export const cusumText: DetectorText<CusumOptions> = {
  summary: 'Sums of deviations from a baseline beyond what is allowed',
  options: {
    baseline: 'Mean while nothing changes; null takes the mean of the values so far.',
    delta: 'Deviation from the baseline that is allowed.',
    threshold: 'Sum of excess deviations that is a drift.',
    minInstances: FIRST_ALARM,
    mode: MODE,
  },
};

function add(side: Side, excess: number): void {
  side.sum = Math.max(0, side.sum + excess);
  side.length = side.sum > 0 ? side.length + 1 : 0;
}
