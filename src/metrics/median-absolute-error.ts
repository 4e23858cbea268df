import { median } from 'simple-statistics';

import { measured, NO_ROWS, type Measured } from './measured.js';

/**
 * Median of |predicted - actual|, exactly, in their unit.
 * @throws RangeError for lists of different lengths
 * @example medianAbsoluteError([2.5, 0, 2, 8], [3, -0.5, 2, 7]).value; // 0.5
 */
export function medianAbsoluteError(predicted: readonly number[], actual: readonly number[]): Measured {
  if (predicted.length !== actual.length) {
    throw new RangeError(`${predicted.length} predictions but ${actual.length} outcomes: they are pairs`);
  }
  if (predicted.length === 0) return NO_ROWS;
  const errors = predicted.map((value, row) => Math.abs(value - (actual[row] as number)));
  const odd = errors.findIndex((error) => !Number.isFinite(error));
  if (odd >= 0) throw new RangeError(`row ${odd} has no finite error: count such rows apart`);
  return measured(median(errors));
}
