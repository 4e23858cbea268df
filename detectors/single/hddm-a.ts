import {
  DECREASES_TOO,
  type DetectorText,
  DRIFT_PROBABILITY,
  WARNING_PROBABILITY,
} from '../detector-text.js';
import { flag, probability } from '../option-kinds.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';
import { addToMean, emptyMean, type RunningMean } from './running-mean.js';

export interface HddmAOptions {
  readonly driftConfidence: number;
  readonly warningConfidence: number;
  readonly twoSidedTest: boolean;
}

interface State {
  all: RunningMean;
  /** All values up to the cut that makes an increase, and a decrease, most visible. */
  lowest: RunningMean;
  highest: RunningMean;
}

/**
 * HDDM_A (Frias-Blanco et al. 2015: "Online and non-parametric drift detection methods based on Hoeffding's bounds"),
 * the averages test, as river has it, value for value.
 *
 * Keeps the mean of all n values and that up to a cut m, moved to wherever mean + sqrt(ln(1/driftConfidence) / 2m) is
 * least. Drift when mean_n - mean_m >= sqrt((n-m)/(m n) ln(2/confidence) / 2); two-sided, the mirror image too.
 *
 * Parameters: `driftConfidence` (.001), `warningConfidence` (.005), `twoSidedTest` (false).
 *
 * Cost: O(1) time and memory.
 *
 * Use it for abrupt changes of a rate that was well measured before. Not for small ones: .05 to .1 takes about 2,000
 * values. Two-sided, a warning may stand on the drift itself.
 *
 * @example
 * const detector = createDetector('hddm-a');
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 1 : 0));
 * stream.findIndex((error) => detector.update(error).drift); // 1022
 */
export const hddmA = defineDetector<HddmAOptions, State>({
  name: 'hddm-a',
  values: 'error',
  scaleFree: false,
  readsErrorCounts: false,
  options: {
    driftConfidence: probability(0.001),
    warningConfidence: probability(0.005),
    twoSidedTest: flag(false),
  },
  start: () => ({ all: emptyMean(), lowest: emptyMean(), highest: emptyMean() }),
  update: (state, error, { driftConfidence, warningConfidence, twoSidedTest }) => {
    const { all, lowest, highest } = state;
    addToMean(all, error);
    if (lowest.n === 0) copy(all, lowest);
    if (highest.n === 0) copy(all, highest);
    const bound = radius(all.n, driftConfidence);
    if (lowest.mean + radius(lowest.n, driftConfidence) >= all.mean + bound) copy(all, lowest);
    if (highest.mean - radius(highest.n, driftConfidence) <= all.mean - bound) copy(all, highest);

    let drift = all.mean - lowest.mean >= leastDifference(lowest, all, driftConfidence);
    let warning = !drift && all.mean - lowest.mean >= leastDifference(lowest, all, warningConfidence);
    if (twoSidedTest) {
      if (highest.mean - all.mean >= leastDifference(highest, all, driftConfidence)) drift = true;
      else if (highest.mean - all.mean >= leastDifference(highest, all, warningConfidence)) warning = true;
    }
    return verdict(drift, warning);
  },
});

export const hddmAText: DetectorText<HddmAOptions> = {
  summary: "Hoeffding's bound on the mean of all values against that up to the best cut",
  options: {
    driftConfidence: DRIFT_PROBABILITY,
    warningConfidence: WARNING_PROBABILITY,
    twoSidedTest: DECREASES_TOO,
  },
};

function copy(from: RunningMean, to: RunningMean): void {
  to.n = from.n;
  to.mean = from.mean;
}

function radius(n: number, confidence: number): number {
  return Math.sqrt((1 / (2 * n)) * Math.log(1 / confidence));
}

/** Infinite while the cut is at the newest value. */
function leastDifference(cut: RunningMean, all: RunningMean, confidence: number): number {
  if (cut.n === all.n) return Infinity;
  const spread = ((all.n - cut.n) / cut.n) * (1 / all.n);
  return Math.sqrt((spread / 2) * Math.log(2 / confidence));
}
