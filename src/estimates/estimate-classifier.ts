import type { Random } from '../../detectors/random.js';
import type { AnsweredBin } from './class-scores.js';
import {
  drawnTally,
  expectedTally,
  metricsUnder,
  type ClassBins,
  type ClassifierEstimator,
} from './classifier-estimator.js';
import type { Calibration } from './calibration.js';
import { drawNormal } from './draw.js';
import { intervalOf, type Estimate } from './interval.js';
import { ESTIMATED_METRICS, type EstimatedMetric } from './tally-metrics.js';

export interface ClassifierEstimate {
  /** What is undefined on these rows is left out. */
  readonly metrics: Readonly<Partial<Record<EstimatedMetric, Estimate>>>;
  /** Share of scores (over all classes) below the least or above the greatest of the reference: 0 .. 1. */
  readonly outside: number;
}

/**
 * The performance of a pane whose outcomes have not come, from its scores alone: confidence-based estimation. Calibrated
 * probabilities are summed into an expected confusion; AUC is that of the expected outcomes over the score's bins. The
 * interval is for the value that will be realised: calibration bootstrapped over the reference's panes, outcomes drawn,
 * and the variation from pane to pane beyond that.
 *
 * It is right only while P(outcome | score) is that of the reference; of several classes, each one's own score alone. It is blind to concept drift, and no reason to
 * suppress realised evidence.
 */
export function estimateClassifier(
  estimator: ClassifierEstimator,
  pane: ClassBins<AnsweredBin>,
  random: Random,
): ClassifierEstimate {
  const { classes, extra } = estimator;
  const samples = classes[0]?.resampled.length ?? 0;
  const expected = metricsUnder(estimator, pane, (bins, i) =>
    expectedTally(bins, (classes[i] as (typeof classes)[number]).calibration),
  );
  const replicates = Array.from({ length: samples * DRAWS_A_SAMPLE }, (_, replicate) =>
    metricsUnder(estimator, pane, (bins, i) => {
      const own = classes[i] as (typeof classes)[number];
      return drawnTally(bins, resampledCalibration(own, replicate % samples), random);
    }),
  );
  const metrics: Partial<Record<EstimatedMetric, Estimate>> = {};
  for (const metric of ESTIMATED_METRICS) {
    const value = expected[metric];
    if (value === undefined) continue;
    const drawn = replicates.flatMap((values) => values[metric] ?? []);
    // Fewer than half: outcomes so rare that most draws leave it undefined have no interval to speak of.
    if (drawn.length < replicates.length / 2) continue;
    const spread = drawn.map((x) => x + extra[metric] * drawNormal(random));
    metrics[metric] = intervalOf(value, spread, { least: 0, most: metric === 'logLoss' ? Infinity : 1 });
  }
  return { metrics, outside: outsideShare(estimator, pane) };
}

/** Outcomes are drawn so often under each resampled calibration: the ends of an interval need more than it has samples. */
const DRAWS_A_SAMPLE = 3;

function resampledCalibration(
  { calibration, resampled }: ClassifierEstimator['classes'][number],
  sample: number,
): Calibration {
  return { scores: calibration.scores, probabilities: resampled[sample] as readonly number[] };
}

function outsideShare({ classes }: ClassifierEstimator, pane: ClassBins<AnsweredBin>): number {
  let [outside, rows] = [0, 0];
  for (const { label, range } of classes) {
    for (const { score, said, unsaid } of pane.get(label) ?? []) {
      rows += said + unsaid;
      if (score < range[0] || score > range[1]) outside += said + unsaid;
    }
  }
  return rows === 0 ? 0 : outside / rows;
}
