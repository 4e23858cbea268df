import { classCounts } from './confusion-matrix.js';
import { measured, NO_ROWS, type Measured } from './measured.js';

/**
 * The share of rows whose label was right.
 * @example accuracy(confusionOf(['a', 'a', 'b', 'b'], ['a', 'b', 'b', 'b'])).value; // 0.75
 */
export function accuracy(confusion: ReadonlyMap<string, number>): Measured {
  let [rows, right] = [0, 0];
  for (const counts of classCounts(confusion)) {
    rows += counts.actual;
    right += counts.right;
  }
  return rows === 0 ? NO_ROWS : measured(right / rows);
}

/**
 * The mean over the classes that happened of the share of their rows that were found: a model that always says the
 * common class has 1/classes, whatever its accuracy.
 * @example balancedAccuracy(confusionOf(['a', 'a', 'a', 'a'], ['a', 'a', 'a', 'b'])).value; // 0.5
 */
export function balancedAccuracy(confusion: ReadonlyMap<string, number>): Measured {
  const happened = classCounts(confusion).filter(({ actual }) => actual > 0);
  if (happened.length === 0) return NO_ROWS;
  let recalls = 0;
  for (const { right, actual } of happened) recalls += right / actual;
  return measured(recalls / happened.length);
}
