import { sumFromJson, sumToJson, type ExactSumJson } from '../aggregates/exact-sum.js';
import {
  histogramFromJson,
  histogramToJson,
  type NumericHistogramJson,
} from '../aggregates/numeric-histogram.js';
import type { RegressionErrors } from './regression-errors.js';

/** JSON form: equal states have equal bytes. Extremes are null while there is no outcome. */
export interface RegressionErrorsJson {
  readonly n: number;
  readonly error: ExactSumJson;
  readonly absolute: NumericHistogramJson;
  readonly squared: ExactSumJson;
  readonly relative: ExactSumJson;
  readonly zeroOutcomes: number;
  readonly outcomes: ExactSumJson;
  readonly outcomeSquares: ExactSumJson;
  readonly lowestOutcome: number | null;
  readonly highestOutcome: number | null;
}

/**
 * For storage and transport; `regressionErrorsFromJson` reads it.
 * @example
 * const errors = emptyRegressionErrors();
 * addRegressionError(errors, 2, 1);
 * const stored = JSON.stringify(regressionErrorsToJson(errors));
 * bias(regressionErrorsFromJson(JSON.parse(stored))).value; // 1
 */
export function regressionErrorsToJson(errors: RegressionErrors): RegressionErrorsJson {
  const { n, zeroOutcomes, lowestOutcome, highestOutcome } = errors;
  return {
    n,
    error: sumToJson(errors.error),
    absolute: histogramToJson(errors.absolute),
    squared: sumToJson(errors.squared),
    relative: sumToJson(errors.relative),
    zeroOutcomes,
    outcomes: sumToJson(errors.outcomes),
    outcomeSquares: sumToJson(errors.outcomeSquares),
    lowestOutcome: n > 0 ? lowestOutcome : null,
    highestOutcome: n > 0 ? highestOutcome : null,
  };
}

export function regressionErrorsFromJson(json: RegressionErrorsJson): RegressionErrors {
  return {
    n: json.n,
    error: sumFromJson(json.error),
    absolute: histogramFromJson(json.absolute),
    squared: sumFromJson(json.squared),
    relative: sumFromJson(json.relative),
    zeroOutcomes: json.zeroOutcomes,
    outcomes: sumFromJson(json.outcomes),
    outcomeSquares: sumFromJson(json.outcomeSquares),
    lowestOutcome: json.lowestOutcome ?? Infinity,
    highestOutcome: json.highestOutcome ?? -Infinity,
  };
}
