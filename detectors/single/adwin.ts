import { type AdwinOptions, type AdwinState, createAdwin, updateAdwin } from '../adwin.js';
import { type DetectorText, FIRST_TEST } from '../detector-text.js';
import { count, probability } from '../option-kinds.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';

export type { AdwinOptions } from '../adwin.js';

/**
 * ADWIN, adaptive windowing (Bifet, Gavalda 2007: "Learning from time-changing data with adaptive windowing"), in
 * river's variant, value for value.
 *
 * Keeps the newest values as an exponential histogram. Every `clock` values each split of it into n0 older and n1
 * newer ones is tested, and while any differs the oldest bucket is dropped:
 * |mean0 - mean1| > sqrt(2 m v d') + 2/3 d' m, with m = 1/(n0-l+1) + 1/(n1-l+1), l = minWindowLength,
 * d' = ln(2 ln(n) / delta), v the variance of the window.
 *
 * Parameters: `delta` confidence (.002), `clock` values between tests (32), `maxBuckets` of one size (5),
 * `minWindowLength` of each side (5), `gracePeriod` values before the first test (10).
 *
 * Cost: O(log n) memory and time per test, amortised O(1) per value.
 *
 * Use it on error rates and other values in about [0, 1] whose level is unknown and may move both ways: hardly any
 * false alarm, and it says how long the present level lasts (`since`). Not on values in other units: the bound's
 * second term supposes a range of 1, so values of .001 never alarm and values of 100 always do. Scale them first.
 *
 * @example
 * const detector = createDetector('adwin');
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 1 : 0));
 * stream.findIndex((error) => detector.update(error).drift); // 1055
 */
export const adwin = defineDetector<AdwinOptions, AdwinState>({
  name: 'adwin',
  values: 'number',
  scaleFree: false,
  readsErrorCounts: true,
  options: {
    delta: probability(0.002),
    clock: count(32),
    maxBuckets: count(5, 1, 1_000),
    minWindowLength: count(5),
    gracePeriod: count(10, 0),
  },
  start: (options) => createAdwin(options),
  update: (state, value) => {
    const drift = updateAdwin(state, value);
    return drift ? verdict(true, false, state.width) : verdict(false);
  },
});

export const adwinText: DetectorText<AdwinOptions> = {
  summary: 'Adaptive window: the mean of the newest values against all older ones',
  options: {
    delta: 'Confidence of a split; smaller means fewer alarms.',
    clock: 'Test after every so many values.',
    maxBuckets: 'Buckets of one size before two of them merge; more means finer splits.',
    minWindowLength: 'Least values on each side of a split.',
    gracePeriod: FIRST_TEST,
  },
};
