import { sumValue } from '../aggregates/exact-sum.js';
import { histogramMean, histogramQuantile } from '../aggregates/numeric-histogram.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import type { PredictionPane } from '../aggregates/prediction-pane.js';
import type { Task } from '../events/event.js';
import { confusionMetrics } from './confusion.js';
import { rocAucOfHistograms } from './roc-auc.js';

/** Metric values by name; metrics that are undefined on these rows are left out, never 0 or NaN. */
export type Values = Record<string, number>;

/** Of joined pairs: how right the model was. Losses use natural logarithms. */
export function performanceValues(pane: OutcomePane, task: Task): Values {
  const values: Values = {};
  put(values, 'outcomes', pane.n);
  if (pane.mismatched > 0) put(values, 'mismatchedOutcomes', pane.mismatched);
  if (task === 'regression') {
    put(values, 'mae', histogramMean(pane.absoluteError));
    put(values, 'bias', histogramMean(pane.error));
    put(values, 'rmse', pane.n > 0 ? Math.sqrt(sumValue(pane.squaredError) / pane.n) : null);
  } else {
    const { accuracy, precision, recall, f1 } = confusionMetrics(pane.confusion, task);
    put(values, 'accuracy', accuracy);
    put(values, 'precision', precision);
    put(values, 'recall', recall);
    put(values, 'f1', f1);
    if (pane.scored > 0) {
      put(values, 'logLoss', sumValue(pane.logLoss) / pane.scored);
      put(values, 'brier', sumValue(pane.brier) / pane.scored);
    }
    if (task === 'binary') {
      put(values, 'auc', rocAucOfHistograms(pane.scores.positive, pane.scores.negative).value);
      put(values, 'outcomeRate', outcomeRate(pane));
    }
  }
  for (const [name, h] of pane.values) {
    put(values, `value:${name}:sum`, sumValue(h.sum));
    put(values, `value:${name}:mean`, histogramMean(h));
  }
  return values;
}

/** Share of outcomes that were 1 (binary). */
export function outcomeRate(pane: OutcomePane): number | null {
  if (pane.n === 0) return null;
  let ones = 0;
  for (const [key, count] of pane.confusion) if (key.endsWith('\t1')) ones += count;
  return ones / pane.n;
}

/** Of predictions: volume, failures and the scorer's own latency in milliseconds. */
export function serviceValues(pane: PredictionPane): Values {
  const values: Values = {};
  put(values, 'predictions', pane.n);
  if (pane.n > 0) {
    let failures = 0;
    for (const count of pane.failures.values()) failures += count;
    put(values, 'failureRate', failures / pane.n);
  }
  put(values, 'latencyP50', histogramQuantile(pane.latency, 0.5));
  put(values, 'latencyP95', histogramQuantile(pane.latency, 0.95));
  put(values, 'latencyP99', histogramQuantile(pane.latency, 0.99));
  return values;
}

function put(values: Values, name: string, value: number | null): void {
  if (value !== null && Number.isFinite(value)) values[name] = value;
}
