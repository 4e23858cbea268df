import { sumValue } from '../aggregates/exact-sum.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import { accuracy, balancedAccuracy } from './accuracy.js';
import { cohensKappa, matthewsCorrelation } from './agreement.js';
import { averagePrecisionOfHistograms } from './average-precision.js';
import { classCounts } from './confusion-matrix.js';
import { expectedCalibrationError } from './expected-calibration-error.js';
import { measured, NO_ROWS, undefinedBecause, type Estimated, type Measured } from './measured.js';
import { f1, precision, recall, type Average } from './precision-recall.js';
import { rocAucOfHistograms } from './roc-auc.js';

/** Every metric of labels and probabilities of a pane with rows, or why it has none. */
export function classificationMetrics(
  pane: OutcomePane,
  task: 'binary' | 'multiclass',
): Record<string, Measured> {
  return {
    ...labelMetrics(pane.confusion, task),
    ...probabilityMetrics(pane),
    ...(task === 'binary' && scoreMetrics(pane)),
  };
}

/** Metrics of labels alone: all that a confusion can tell. */
export function labelMetrics(
  confusion: ReadonlyMap<string, number>,
  task: 'binary' | 'multiclass',
): Record<string, Measured> {
  const own: Average = { average: task === 'binary' ? 'binary' : 'macro' };
  return {
    accuracy: accuracy(confusion),
    balancedAccuracy: balancedAccuracy(confusion),
    precision: precision(confusion, own),
    recall: recall(confusion, own),
    f1: f1(confusion, own),
    ...(task === 'multiclass' && averagedMetrics(confusion)),
    mcc: matthewsCorrelation(confusion),
    kappa: cohensKappa(confusion),
    ...(task === 'binary' && { outcomeRate: outcomeRate(confusion) }),
  };
}

function averagedMetrics(confusion: ReadonlyMap<string, number>): Record<string, Measured> {
  const metrics: Record<string, Measured> = {};
  for (const average of ['micro', 'weighted'] as const) {
    const ending = average === 'micro' ? 'Micro' : 'Weighted';
    metrics[`precision${ending}`] = precision(confusion, { average });
    metrics[`recall${ending}`] = recall(confusion, { average });
    metrics[`f1${ending}`] = f1(confusion, { average });
  }
  return metrics;
}

/** Share of outcomes that were 1. */
export function outcomeRate(confusion: ReadonlyMap<string, number>): Measured {
  let [rows, ones] = [0, 0];
  for (const { label, actual } of classCounts(confusion)) {
    rows += actual;
    if (label === '1') ones += actual;
  }
  return rows === 0 ? NO_ROWS : measured(ones / rows);
}

const NO_PROBABILITIES = undefinedBecause('the predictions came without scores or probabilities');

type Scored = Pick<OutcomePane, 'scored' | 'logLoss' | 'brier' | 'reliability'>;

function probabilityMetrics({ scored, logLoss, brier, reliability }: Scored): Record<string, Measured> {
  if (scored === 0) return { logLoss: NO_PROBABILITIES, brier: NO_PROBABILITIES, ece: NO_PROBABILITIES };
  return {
    logLoss: measured(sumValue(logLoss) / scored),
    brier: measured(sumValue(brier) / scored),
    ece: expectedCalibrationError(reliability),
  };
}

function scoreMetrics({ scored, scores: { positive, negative } }: OutcomePane): Record<string, Measured> {
  if (scored === 0) return { auc: NO_PROBABILITIES, averagePrecision: NO_PROBABILITIES };
  return {
    auc: valueOf(rocAucOfHistograms(positive, negative)),
    averagePrecision: valueOf(averagePrecisionOfHistograms(positive, negative)),
  };
}

function valueOf(estimated: Estimated): Measured {
  return estimated.value === null ? estimated : measured(estimated.value);
}
