import { emptySum } from '../aggregates/exact-sum.js';
import { histogramMean, type NumericHistogram } from '../aggregates/numeric-histogram.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import { LARGEST_SQUARED } from '../aggregates/outcome-scale.js';
import { measured, NO_ROWS, undefinedBecause, type Measured } from './measured.js';
import {
  meanAbsolutePercentageError,
  rootMeanSquaredError,
  medianAbsoluteErrorOfHistogram,
  rSquared,
  type RegressionErrors,
} from './regression-errors.js';

/** Every metric of a regression of a pane with rows, or why it has none. */
export function regressionMetrics(pane: OutcomePane): Record<string, Measured> {
  const errors = errorsOf(pane);
  return {
    mae: meanOf(pane.absoluteError),
    rmse: rootMeanSquaredError(errors),
    medianAbsoluteError: medianAbsoluteErrorOfHistogram(errors),
    mape: meanAbsolutePercentageError(errors),
    r2: explained(errors),
    bias: meanOf(pane.error),
    outcomeMean: pane.outcomes.numeric ? meanOf(pane.outcomes.numeric) : NO_ROWS,
  };
}

/** The sums of a pane as those of `leeway/metrics`. */
function errorsOf({ error, absoluteError, squaredError, scale, outcomes }: OutcomePane): RegressionErrors {
  const actual = outcomes.numeric;
  return {
    // Not the pane's: its rows may be of another task.
    n: absoluteError.n + absoluteError.plusInfinity,
    error: error.sum,
    absolute: absoluteError,
    squared: squaredError,
    relative: scale.relative,
    zeroOutcomes: scale.zeroOutcomes,
    outcomes: actual?.sum ?? emptySum(),
    outcomeSquares: scale.squares,
    lowestOutcome: actual?.min ?? Infinity,
    highestOutcome: actual?.max ?? -Infinity,
  };
}

function meanOf(h: NumericHistogram): Measured {
  const mean = histogramMean(h);
  return mean === null ? NO_ROWS : measured(mean);
}

function explained(errors: RegressionErrors): Measured {
  const { lowestOutcome, highestOutcome } = errors;
  if (Math.max(-lowestOutcome, highestOutcome) > LARGEST_SQUARED) {
    return undefinedBecause('an outcome is beyond 3e144: it has no finite square');
  }
  return rSquared(errors);
}
