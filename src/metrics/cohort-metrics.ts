import type { CohortPane } from '../aggregates/cohort-pane.js';
import { sumValue } from '../aggregates/exact-sum.js';
import type { Task } from '../events/event.js';
import { delayQuantile } from '../estimates/label-coverage.js';
import type { Measured } from './measured.js';
import { measured } from './measured.js';
import { emptyRanking } from '../aggregates/ranking-sums.js';
import { labelMetrics } from './pane-classification.js';
import { rankingMetrics } from './pane-ranking.js';
import type { Values } from './pane-metrics.js';

/** The predictions of one stretch of time, failed ones included, and their outcomes as far as they are known. */
export interface KnownCohort {
  readonly predictions: number;
  readonly outcomes: CohortPane;
}

/**
 * Performance by prediction time: `labelCoverage` (the share of the predictions whose outcome has come, whether it fits or
 * not), `outcomeDelayP50` and `outcomeDelayP90` of those outcomes (ms, the upper end of their bucket), and the metrics that
 * sums can tell. Below full coverage these are of early outcomes, a biased sample: compare them at equal age.
 */
export function cohortValues({ predictions, outcomes }: KnownCohort, task: Task): Values {
  const values: Values = { predictions, outcomes: outcomes.n };
  const joined = outcomes.n + outcomes.failed + outcomes.mismatched;
  if (predictions > 0) values['labelCoverage'] = joined / predictions;
  for (const [name, q] of [
    ['outcomeDelayP50', 0.5],
    ['outcomeDelayP90', 0.9],
  ] as const) {
    const delay = delayQuantile({ predictions, outcomes: outcomes.delays }, q);
    if (delay !== null && Number.isFinite(delay)) values[name] = delay;
  }
  for (const [name, { value }] of Object.entries(metricsOf(outcomes, task))) {
    if (value !== null && Number.isFinite(value)) values[name] = value;
  }
  return values;
}

function metricsOf(outcomes: CohortPane, task: Task): Record<string, Measured> {
  if (task === 'ranking') return rankingMetrics(outcomes.ranking ?? emptyRanking());
  return task === 'regression' ? errorMetrics(outcomes) : labelledMetrics(outcomes, task);
}

function labelledMetrics(
  { confusion, scored, logLoss, brier }: CohortPane,
  task: 'binary' | 'multiclass',
): Record<string, Measured> {
  return {
    ...labelMetrics(confusion, task),
    ...(scored > 0 && {
      logLoss: measured(sumValue(logLoss) / scored),
      brier: measured(sumValue(brier) / scored),
    }),
  };
}

function errorMetrics({ finite, error, absoluteError, squaredError }: CohortPane): Record<string, Measured> {
  if (finite === 0) return {};
  return {
    mae: measured(sumValue(absoluteError) / finite),
    rmse: measured(Math.sqrt(sumValue(squaredError) / finite)),
    bias: measured(sumValue(error) / finite),
  };
}
