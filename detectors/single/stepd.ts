import { DECREASES_TOO, type DetectorText } from '../detector-text.js';
import { normalUpperTail } from '../normal-tail.js';
import { count, flag, probability } from '../option-kinds.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';

export interface StepdOptions {
  readonly windowSize: number;
  readonly alphaDrift: number;
  readonly alphaWarning: number;
  readonly twoSidedTest: boolean;
}

interface State {
  n: number;
  errors: number;
  /** The newest values as a ring; the next one goes to `position`. */
  window: number[];
  position: number;
  windowErrors: number;
}

/**
 * STEPD, statistical test of equal proportions (Nishida, Yamauchi 2007: "Detecting concept drift using statistical
 * testing").
 *
 * Compares the error rate of the newest w values with that of all older ones: z = (|r_o - r_w| - c/2) / sqrt(r (1-r) c)
 * with c = 1/n_o + 1/w and r the rate of all; drift when P(Z > z) < alphaDrift, warning when < alphaWarning. From 2w
 * values on. A difference below the correction for continuity counts as none (some implementations take the absolute
 * value of z and alarm there).
 *
 * Parameters: `windowSize` in values (30), `alphaDrift` (.003), `alphaWarning` (.05), `twoSidedTest` (false: only a
 * rise of the error rate).
 *
 * Cost: O(1) time, O(windowSize) memory.
 *
 * Use it for abrupt and large changes. Not for small ones (30 values cannot show them), and not with a budget of false
 * alarms: every value is a new test at alphaDrift, and 47 and 50 come in 100,000 steady values (rates .05 and .2;
 * 1,000,000 values, seed 2026).
 * Not on rates near 0: after a stretch without errors a single error is a drift.
 *
 * @example
 * const detector = createDetector('stepd');
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 1 : 0));
 * stream.findIndex((error) => detector.update(error).drift); // 1014
 */
export const stepd = defineDetector<StepdOptions, State>({
  name: 'stepd',
  values: 'error',
  scaleFree: false,
  readsErrorCounts: false,
  options: {
    windowSize: count(30, 1, 100_000),
    alphaDrift: probability(0.003),
    alphaWarning: probability(0.05),
    twoSidedTest: flag(false),
  },
  conflict: ({ alphaDrift, alphaWarning }) =>
    alphaWarning < alphaDrift
      ? `option alphaWarning must be at least alphaDrift (${alphaDrift}), got ${alphaWarning}`
      : null,
  start: () => ({ n: 0, errors: 0, window: [], position: 0, windowErrors: 0 }),
  update: (state, error, { windowSize, alphaDrift, alphaWarning, twoSidedTest }) => {
    const { window, position } = state;
    state.windowErrors += error - (window[position] ?? 0);
    window[position] = error;
    state.position = (position + 1) % windowSize;
    state.n++;
    state.errors += error;
    if (state.n < 2 * windowSize) return verdict(false);

    const older = state.n - windowSize;
    const rise = state.windowErrors / windowSize - (state.errors - state.windowErrors) / older;
    if (rise < 0 && !twoSidedTest) return verdict(false);
    const rate = state.errors / state.n;
    const spread = 1 / older + 1 / windowSize;
    const corrected = Math.abs(rise) - spread / 2;
    if (corrected <= 0) return verdict(false);
    const p = normalUpperTail(corrected / Math.sqrt(rate * (1 - rate) * spread));
    return p < alphaDrift ? verdict(true) : verdict(false, p < alphaWarning);
  },
});

export const stepdText: DetectorText<StepdOptions> = {
  summary: 'Test of equal error rates between the newest values and all older ones',
  options: {
    windowSize: 'Newest values that are compared.',
    alphaDrift: 'Least p of one test that is no drift.',
    alphaWarning: 'Least p of one test that is no warning; at least alphaDrift.',
    twoSidedTest: DECREASES_TOO,
  },
};
