import type { ClassTally } from './tally.js';

export const ESTIMATED_METRICS = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'auc',
  'logLoss',
  'brier',
] as const;
export type EstimatedMetric = (typeof ESTIMATED_METRICS)[number];
/** What is undefined on these rows is left out. */
export type MetricValues = Partial<Record<EstimatedMetric, number>>;

/**
 * The metrics of a binary classifier, from the tally of class 1. Definitions are those of `leeway/metrics`.
 * @example binaryMetrics({ truePositives: 3, falsePositives: 1, falseNegatives: 0, trueNegatives: 4, auc: null, logLoss: 3, squares: 1 }).precision; // 0.75
 */
export function binaryMetrics(tally: ClassTally): MetricValues {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn, auc } = tally;
  const values: MetricValues = {};
  put(values, 'accuracy', tp + tn, tp + fp + fn + tn);
  put(values, 'precision', tp, tp + fp);
  put(values, 'recall', tp, tp + fn);
  put(values, 'f1', 2 * tp, 2 * tp + fp + fn);
  if (auc !== null) values.auc = auc;
  put(values, 'logLoss', tally.logLoss, tp + fp + fn + tn);
  put(values, 'brier', tally.squares, tp + fp + fn + tn);
  return values;
}

/**
 * The metrics of a multiclass classifier, from one tally a class: macro averages over the classes that occur, as predicted
 * or as actual. AUC: one class against the rest, over the classes where it is defined.
 * @param rows  rows of the pane
 */
export function multiclassMetrics(tallies: readonly ClassTally[], rows: number): MetricValues {
  const values: MetricValues = {};
  let [right, classes, precision, recall, f1] = [0, 0, 0, 0, 0];
  const areas: number[] = [];
  for (const { truePositives: tp, falsePositives: fp, falseNegatives: fn, auc } of tallies) {
    right += tp;
    if (auc !== null) areas.push(auc);
    if (tp + fp + fn === 0) continue;
    classes++;
    precision += tp + fp === 0 ? 0 : tp / (tp + fp);
    recall += tp + fn === 0 ? 0 : tp / (tp + fn);
    f1 += (2 * tp) / (2 * tp + fp + fn);
  }
  put(values, 'accuracy', right, rows);
  put(values, 'precision', precision, classes);
  put(values, 'recall', recall, classes);
  put(values, 'f1', f1, classes);
  put(
    values,
    'auc',
    areas.reduce((sum, area) => sum + area, 0),
    areas.length,
  );
  return values;
}

function put(values: MetricValues, metric: EstimatedMetric, above: number, below: number): void {
  if (below > 0) values[metric] = above / below;
}
