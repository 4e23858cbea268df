/** How one model did on the held-out rows, for people to read beside the verdict. */
import type { HeldOutPerformance } from '../port.js';
import { areaUnderCurve } from './area-under-curve.js';
import { rowLosses, type AnsweredRows } from './answered-rows.js';

/** All answers must be known. At least one row. */
export function performanceOf(rows: AnsweredRows): HeldOutPerformance {
  const loss = meanOf(rowLosses(rows));
  if (rows.task === 'regression') {
    return {
      loss,
      mae: meanOf(rows.outcomes.map((outcome, i) => Math.abs((rows.answers[i] as number) - outcome))),
    };
  }
  const accuracy = meanOf(rows.outcomes.map((outcome, row) => (labelOf(rows, row) === outcome ? 1 : 0)));
  const auc = rows.task === 'binary' ? areaUnderCurve(rows.answers, rows.outcomes) : undefined;
  return { loss, accuracy, ...(auc === undefined ? {} : { auc }) };
}

/** The class that the model would have named: a score of at least a half, or the likeliest (the first of equals). */
function labelOf({ task, width, answers }: AnsweredRows, row: number): number {
  if (task === 'binary') return (answers[row] as number) >= 0.5 ? 1 : 0;
  let best = 0;
  for (let k = 1; k < width; k++) {
    if ((answers[row * width + k] as number) > (answers[row * width + best] as number)) best = k;
  }
  return best;
}

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
