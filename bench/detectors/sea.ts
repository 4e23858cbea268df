/**
 * SEA as a model in production meets it: the errors of "x0 + x1 above t" with t fitted once, retrained 2,500 rows after
 * each drift. Nothing but the concept moves, so the errors are all that shows it.
 */
import type { Concept, LabelledRow } from '../../src/generators/index.js';
import { abruptStream, sea } from '../../src/generators/index.js';
import { readColumns } from './table-file.js';
import type { Subject } from './subjects.js';

export const SEA_DRIFTS = [12_500, 25_000, 37_500] as const;
/** Rows of each training; also the rows after a drift within which it must be told. */
export const SEA_TRAINING = 2_500;
const SEA_ROWS = 50_000;

/** x0 + x1 and the label of every row. */
export interface SeaRows {
  readonly sums: Float64Array;
  readonly labels: Float64Array;
}

export function generatedSea(seed: number): SeaRows {
  const concepts: Concept<LabelledRow>[] = [0, 1, 2, 3].map((concept) => sea({ concept, noise: 0.1 }));
  const rows = abruptStream(concepts.map((concept) => ({ concept, rows: SEA_ROWS / 4 }))).rows(seed);
  const [sums, labels] = [new Float64Array(SEA_ROWS), new Float64Array(SEA_ROWS)];
  let row = 0;
  for (const { features, label } of rows) {
    sums[row] = Number(features['x0']) + Number(features['x1']);
    labels[row++] = label;
  }
  return { sums, labels };
}

/** The public file of the same name, where a, b are x0, x1. */
export function seaFile(path: string): SeaRows {
  const { a, b, class: labels } = readColumns(path, ['a', 'b', 'class']);
  return { sums: a.map((value, row) => value + (b[row] ?? 0)), labels };
}

/** Errors from row 2,500 on: of the model of the newest training. */
export function seaErrors({ sums, labels }: SeaRows): Float64Array {
  const trainings = [0, ...SEA_DRIFTS];
  const errors = new Float64Array(sums.length);
  trainings.forEach((from, index) => {
    const predict = fitThreshold({
      sums: sums.subarray(from, from + SEA_TRAINING),
      labels: labels.subarray(from, from + SEA_TRAINING),
    });
    const until = (trainings[index + 1] ?? sums.length - SEA_TRAINING) + SEA_TRAINING;
    for (let row = from + SEA_TRAINING; row < until; row++) {
      errors[row] = predict(sums[row] ?? 0) === labels[row] ? 0 : 1;
    }
  });
  return errors;
}

/** The threshold, and the label above it, that err least on these rows. */
function fitThreshold({ sums, labels }: SeaRows): (sum: number) => number {
  const rows = Array.from(sums, (sum, row) => ({ sum, label: labels[row] ?? 0 })).sort(
    (a, b) => a.sum - b.sum,
  );
  const ones = rows.filter(({ label }) => label === 1).length;
  // with the threshold below every row, all rows are "above": those of label 0 are wrong when above means 1
  let wrong = rows.length - ones;
  let best = { errors: Math.min(wrong, ones), threshold: -Infinity, above: wrong <= ones ? 1 : 0 };
  for (const { sum, label } of rows) {
    wrong += label === 1 ? 1 : -1;
    const errors = Math.min(wrong, rows.length - wrong);
    if (errors < best.errors) best = { errors, threshold: sum, above: wrong === errors ? 1 : 0 };
  }
  return (sum) => (sum > best.threshold ? best.above : 1 - best.above);
}

export interface SeaResult {
  /** By drift: rows to the first alarm, Infinity when none came before the retraining. */
  readonly delays: readonly number[];
  readonly falseAlarms: number;
}

/** A detector beside the model: from its first row on, and afresh with each retraining, as a new model has a new level. */
export function watchSea(subject: Subject, errors: Float64Array): SeaResult {
  const delays = SEA_DRIFTS.map(() => Infinity);
  let falseAlarms = 0;
  const detector = subject.create(0.1);
  for (let row = SEA_TRAINING; row < errors.length; row++) {
    if (SEA_DRIFTS.some((drift) => row === drift + SEA_TRAINING)) detector.reset();
    if (!detector.update(subject.read(errors[row] ?? 0)).drift) continue;
    const drift = SEA_DRIFTS.findIndex((at) => row >= at && row < at + SEA_TRAINING);
    if (drift < 0) falseAlarms++;
    else delays[drift] = Math.min(delays[drift] ?? Infinity, row - (SEA_DRIFTS[drift] ?? 0));
  }
  return { delays, falseAlarms };
}
