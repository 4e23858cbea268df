/** Rows with their outcome and one model's answers, as numbers: what losses and performances are computed from. */
import type { SingleTask } from '../../events/event.js';

export interface AnsweredRows {
  readonly task: SingleTask;
  /** binary: 0 or 1; multiclass: class index; regression: the value. */
  readonly outcomes: Float64Array;
  /** Numbers per answer: one per class, else 1. */
  readonly width: number;
  /** Row i: `answers[i * width ...]`: the score, the classes' probabilities, or the value. NaN = not known. */
  readonly answers: Float32Array | Float64Array;
}

/** Probabilities are kept this far from 0 and 1: one row that was surely wrong must not decide a day. */
const surest = 1e-6;

/**
 * The loss of each row: log loss in nats, -ln of the probability given to what happened (kept in
 * [1e-6, 1 - 1e-6]); regression: squared error. NaN where the answer is not known.
 */
export function rowLosses({ task, outcomes, width, answers }: AnsweredRows): Float64Array {
  return outcomes.map((outcome, row) => {
    const answer = answers[row * width] as number;
    switch (task) {
      case 'regression':
        return (answer - outcome) ** 2;
      case 'binary':
        return logLoss(outcome === 1 ? answer : 1 - answer);
      case 'multiclass':
        return logLoss(answers[row * width + outcome] as number);
    }
  });
}

function logLoss(probability: number): number {
  return -Math.log(Math.min(1 - surest, Math.max(surest, probability)));
}
