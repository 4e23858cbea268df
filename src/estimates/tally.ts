import { PROBABILITY_FLOOR } from '../aggregates/add-pair.js';
import type { AnsweredBin } from './class-scores.js';

/** The confusion of one class against the rest, counted or expected, and its area under the ROC curve. */
export interface ClassTally {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** null where only one of both outcomes is there. */
  readonly auc: number | null;
  /** Sums over the rows, the score taken as the probability of the class: -ln of what happened, and squared distance. */
  readonly logLoss: number;
  readonly squares: number;
}

/** How many of a bin's rows are of the class: of those that were answered with it, and of the others. */
export interface BinPositives {
  readonly said: number;
  readonly unsaid: number;
  /** Expected pairs of a row with itself, sum of p (1 - p): they are no pairs. 0 for counted outcomes. */
  readonly withItself: number;
}

/** @param bins  in ascending order of score; rows of one bin tie */
export function tallyOf<B extends AnsweredBin>(
  bins: readonly B[],
  positivesOf: (bin: B) => BinPositives,
): ClassTally {
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  let [wins, withItself, negativesBelow] = [0, 0, 0];
  let [logLoss, squares] = [0, 0];
  for (const bin of bins) {
    const found = positivesOf(bin);
    tp += found.said;
    fp += bin.said - found.said;
    fn += found.unsaid;
    tn += bin.unsaid - found.unsaid;
    const positives = found.said + found.unsaid;
    const negatives = bin.said + bin.unsaid - positives;
    wins += positives * (negativesBelow + negatives / 2) - found.withItself / 2;
    withItself += found.withItself;
    negativesBelow += negatives;
    const p = Math.min(1 - PROBABILITY_FLOOR, Math.max(PROBABILITY_FLOOR, bin.score));
    logLoss -= positives * Math.log(p) + negatives * Math.log(1 - p);
    squares += positives * (1 - p) ** 2 + negatives * p ** 2;
  }
  const pairs = (tp + fn) * (fp + tn) - withItself;
  return {
    truePositives: tp,
    falsePositives: fp,
    falseNegatives: fn,
    trueNegatives: tn,
    auc: pairs > 0 ? wins / pairs : null,
    logLoss,
    squares,
  };
}
