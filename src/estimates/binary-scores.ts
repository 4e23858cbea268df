import { binShift } from '../aggregates/numeric-histogram.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import type { PredictionPane } from '../aggregates/prediction-pane.js';
import { commonBins, type AnsweredBin, type LabelledBin } from './class-scores.js';

/**
 * The scores of a binary classifier's pane of predictions, by its answer. Panes keep scores and labels apart; a model
 * that says 1 from some threshold on gives its highest scores the label 1, so the bins are divided from the top, by the
 * share of the answers that were 1. null without scores.
 */
export function binaryBins(pane: Pick<PredictionPane, 'answers'>): AnsweredBin[] | null {
  const scores = pane.answers.get('score')?.numeric;
  const labels = pane.answers.get('label')?.categories;
  if (!scores || scores.n === 0 || !labels || labels.n === 0) return null;
  let ones = 0;
  for (const { count, example } of labels.buckets.values()) if (example === '1') ones += count;
  const bins = commonBins([scores]).map(({ score, counts }) => ({ score, rows: counts[0] as number }));
  const said = fromTheTop(
    bins.map(({ rows }) => rows),
    ones / labels.n,
  );
  return bins.map(({ score, rows }, i) => ({
    score,
    said: said[i] as number,
    unsaid: rows - (said[i] as number),
  }));
}

/** How coarse the bins of a pane of outcomes are. */
export function binaryShift({ scores }: Pick<OutcomePane, 'scores'>): number {
  return Math.max(binShift(scores.positive), binShift(scores.negative));
}

/**
 * The same of a pane of outcomes: positives and negatives are each divided by their own share of the answer 1.
 * @param shift  bins at least so coarse, that those of several panes align
 */
export function binaryOutcomeBins(
  { confusion, scores }: Pick<OutcomePane, 'confusion' | 'scores'>,
  shift = 0,
): LabelledBin[] {
  const bins = commonBins([scores.positive, scores.negative], shift);
  const at = (predicted: 0 | 1, actual: 0 | 1) => confusion.get(`${predicted}\t${actual}`) ?? 0;
  const saidOf = (side: 0 | 1, actual: 0 | 1) => {
    const [ones, zeros] = [at(1, actual), at(0, actual)];
    return fromTheTop(
      bins.map(({ counts }) => counts[side] as number),
      ones + zeros === 0 ? 0 : ones / (ones + zeros),
    );
  };
  const [positive, negative] = [saidOf(0, 1), saidOf(1, 0)];
  return bins.map(({ score, counts }, i) => {
    const [positives, negatives] = counts as [number, number];
    const [saidPositive, saidNegative] = [positive[i] as number, negative[i] as number];
    return {
      score,
      said: saidPositive + saidNegative,
      unsaid: positives + negatives - saidPositive - saidNegative,
      saidPositive,
      unsaidPositive: positives - saidPositive,
    };
  });
}

/** Of rows in ascending bins, how many of each bin are among the highest `share` of all. */
function fromTheTop(rows: readonly number[], share: number): number[] {
  let left = share * rows.reduce((sum, n) => sum + n, 0);
  const taken = rows.map(() => 0);
  for (let i = rows.length - 1; i >= 0 && left > 0; i--) {
    const take = Math.min(left, rows[i] as number);
    // A remainder of rounding is no row.
    taken[i] = Math.abs(take - Math.round(take)) < ROUNDING ? Math.round(take) : take;
    left -= take;
  }
  return taken;
}
const ROUNDING = 1e-6;
