/** Random rows of predicted and actual numbers, and what is asked of scikit-learn about them. */
import type { Random } from '../../../detectors/random.js';
import * as metrics from '../../../src/metrics/index.js';
import type { Comparison } from './agreement.js';
import { valuesOf } from './in-parts.js';
import { type NumberRow, regressionErrors } from './mergeable-metrics.js';
import { between, betweenLogs, pick, randomStream } from './random-streams.js';

/**
 * In any unit, with ties, constants and tails; a tenth of the predictions are exactly right. Outcomes nearer to 0 than
 * float64's epsilon are left out: there scikit-learn divides by the epsilon.
 */
function numberRows(random: Random): NumberRow[] {
  const stream = randomStream(random, 'number', pick(random, [1, 3, 500]));
  const actual = stream.map((value) => (Math.abs(value) < Number.EPSILON ? 0 : value));
  const scale = Math.max(1e-9, ...actual.map(Math.abs)) * betweenLogs(random, 1e-3, 1);
  return actual.map((value) => ({
    actual: value,
    predicted: random() < 0.1 ? value : value + scale * between(random, -1, 1.5),
  }));
}

export function numberComparison(random: Random): Comparison {
  const rows = numberRows(random);
  const [actual, predicted] = [rows.map((row) => row.actual), rows.map((row) => row.predicted)];
  return {
    ask: 'sklearn.regression',
    of: [actual, predicted],
    ours: () => [
      ...valuesOf(random, regressionErrors, rows, (errors) => [
        metrics.bias(errors),
        metrics.meanAbsoluteError(errors),
        metrics.rootMeanSquaredError(errors),
        metrics.meanAbsolutePercentageError(errors),
        metrics.rSquared(errors),
      ]),
      metrics.medianAbsoluteError(predicted, actual).value,
    ],
  };
}
