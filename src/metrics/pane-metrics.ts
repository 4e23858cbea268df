import { sumValue } from '../aggregates/exact-sum.js';
import { histogramMean, histogramQuantile } from '../aggregates/numeric-histogram.js';
import { outcomeRows, type OutcomePane } from '../aggregates/outcome-pane.js';
import type { PredictionPane } from '../aggregates/prediction-pane.js';
import type { Sample } from '../aggregates/sample.js';
import type { Task } from '../events/event.js';
import { emptyRanking } from '../aggregates/ranking-sums.js';
import { classificationMetrics } from './pane-classification.js';
import { rankingMetrics } from './pane-ranking.js';
import { regressionMetrics } from './pane-regression.js';
import type { Measured } from './measured.js';

/** Metric values by name; metrics that are undefined on these rows are left out, never 0 or NaN. */
export type Values = Record<string, number>;

/** Metrics of one pane, and why others have no value there, in words for the reader of a page. */
export interface Performance {
  readonly values: Values;
  readonly undefined: Readonly<Record<string, string>>;
}

/**
 * Of joined pairs: how right the model was, in every metric that fits the task. `registry.ts` says what the names mean.
 * Without any pair there is nothing to be told of but their number.
 */
export function performanceOf(pane: OutcomePane, task: Task): Performance {
  const values: Values = {};
  const missing: Record<string, string> = {};
  put(values, 'outcomes', pane.n);
  if (pane.mismatched > 0) put(values, 'mismatchedOutcomes', pane.mismatched);
  putSampledOut(values, 'sampledOutOutcomes', outcomeRows(pane), pane.sample);
  if (pane.n > 0) {
    for (const [name, measured] of Object.entries(metricsOf(pane, task)))
      take(values, missing, name, measured);
  }
  for (const [name, h] of pane.values) {
    put(values, `value:${name}:sum`, sumValue(h.sum));
    put(values, `value:${name}:mean`, histogramMean(h));
  }
  return { values, undefined: missing };
}

function metricsOf(pane: OutcomePane, task: Task): Record<string, Measured> {
  if (task === 'ranking') return rankingMetrics(pane.ranking ?? emptyRanking());
  return task === 'regression' ? regressionMetrics(pane) : classificationMetrics(pane, task);
}

/** The values of `performanceOf` alone. */
export function performanceValues(pane: OutcomePane, task: Task): Values {
  return performanceOf(pane, task).values;
}

/** Of predictions: volume, failures and the scorer's own latency in milliseconds. */
export function serviceValues(pane: PredictionPane): Values {
  const values: Values = {};
  put(values, 'predictions', pane.n);
  putSampledOut(values, 'sampledOut', pane.n, pane.sample);
  if (pane.n > 0) put(values, 'failureRate', pane.failed / pane.n);
  put(values, 'latencyP50', histogramQuantile(pane.latency, 0.5));
  put(values, 'latencyP95', histogramQuantile(pane.latency, 0.95));
  put(values, 'latencyP99', histogramQuantile(pane.latency, 0.99));
  return values;
}

function take(values: Values, missing: Record<string, string>, name: string, measured: Measured): void {
  if (measured.value === null) missing[name] = measured.reason;
  else if (Number.isFinite(measured.value)) values[name] = measured.value;
  else missing[name] = 'it is beyond the range of float64 on these rows';
}

/** Beyond the limit of the join: the other values are then estimates, without bias, from the rows that were kept. */
function putSampledOut(values: Values, name: string, rows: number, sample: Sample | null): void {
  if (sample) put(values, name, rows - sample.kept);
}

function put(values: Values, name: string, value: number | null): void {
  if (value !== null && Number.isFinite(value)) values[name] = value;
}
