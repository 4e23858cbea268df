import { accuracy } from './accuracy.js';
import { classCounts } from './confusion-matrix.js';
import { f1, precision, recall, type Average } from './precision-recall.js';

/** Accuracy, precision, recall and F1 from confusion counts keyed `predicted \t actual`. Undefined ones are null. */
export interface ConfusionMetrics {
  readonly n: number;
  readonly errors: number;
  readonly accuracy: number | null;
  /** Binary: of class 1. Multiclass: macro average over the classes that occur (as predicted or as actual). */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/**
 * Binary metrics are of the positive class `'1'` and null where nothing was predicted (precision) or happened (recall).
 * A class of a macro average without predictions or occurrences counts 0, as scikit-learn's zero_division default has it.
 */
export function confusionMetrics(
  confusion: ReadonlyMap<string, number>,
  task: 'binary' | 'multiclass',
): ConfusionMetrics {
  let [n, right] = [0, 0];
  for (const counts of classCounts(confusion)) {
    n += counts.actual;
    right += counts.right;
  }
  const of: Average = { average: task === 'binary' ? 'binary' : 'macro' };
  return {
    n,
    errors: n - right,
    accuracy: accuracy(confusion).value,
    precision: precision(confusion, of).value,
    recall: recall(confusion, of).value,
    f1: f1(confusion, of).value,
  };
}
