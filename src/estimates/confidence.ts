import { binShift } from '../aggregates/numeric-histogram.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import type { PredictionPane } from '../aggregates/prediction-pane.js';
import { commonBins, type AnsweredBin, type LabelledBin } from './class-scores.js';
import type { ClassBins } from './classifier-estimator.js';

/**
 * A multiclass model by its confidence: the probability that it gave to the class that it answered. Panes keep that one
 * number a row, whatever the number of classes, so what can be estimated of it is whether answers are right: the accuracy.
 */
const ALL = '';

/** The reference's panes: rows by confidence, right and wrong ones, on the same bins. */
export function confidenceReference(panes: readonly Pick<OutcomePane, 'scores'>[]): ClassBins<LabelledBin>[] {
  const shift = panes.reduce(
    (coarsest, { scores }) => Math.max(coarsest, binShift(scores.positive), binShift(scores.negative)),
    0,
  );
  return panes.map(({ scores }) => {
    const bins = commonBins([scores.positive, scores.negative], shift).map(({ score, counts }) => {
      const [right, wrong] = counts as [number, number];
      return { score, said: right + wrong, unsaid: 0, saidPositive: right, unsaidPositive: 0 };
    });
    return new Map([[ALL, bins]]);
  });
}

/** The same of a pane of predictions; null without probabilities. */
export function confidenceBins({ answers }: Pick<PredictionPane, 'answers'>): ClassBins<AnsweredBin> | null {
  const confidence = answers.get('confidence')?.numeric;
  if (!confidence || confidence.n === 0) return null;
  const bins = commonBins([confidence]).map(({ score, counts }) => ({
    score,
    said: counts[0] as number,
    unsaid: 0,
  }));
  return new Map([[ALL, bins]]);
}
