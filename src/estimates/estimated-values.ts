import { seededRandom, type Random } from '../../detectors/random.js';
import { binHigh, binLow, floatKey } from '../aggregates/float-key.js';
import { sortedBins, type NumericHistogram } from '../aggregates/numeric-histogram.js';
import type { PredictionPane } from '../aggregates/prediction-pane.js';
import { binaryBins } from './binary-scores.js';
import { confidenceBins } from './confidence.js';
import { estimateClassifier } from './estimate-classifier.js';
import type { EstimateReference } from './estimate-reference.js';
import type { Estimate } from './interval.js';
import { estimateLoss } from './loss-by-answer.js';

/** What is estimated of a pane whose outcomes have not come. */
export interface Estimated {
  /** By metric, with the range in which the realised value is expected. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** Share of the answers that the reference never had: what is said of them is a guess. */
  readonly outside: number;
}

/** Equal panes have equal estimates. */
const SEED = 1;

/**
 * Performance without labels, from answers alone; see `estimateClassifier` and `estimateLoss` for what it rests on. It is
 * blind to concept drift, and no reason to suppress realised evidence.
 *
 * @returns null for a pane without the answers that the reference has (scores, probabilities, numbers)
 */
export function estimatedOf(
  pane: Pick<PredictionPane, 'answers'>,
  reference: EstimateReference,
): Estimated | null {
  const random = seededRandom(SEED);
  switch (reference.task) {
    case 'binary': {
      const bins = binaryBins(pane);
      return bins && estimateClassifier(reference.estimator, new Map([['1', bins]]), random);
    }
    case 'multiclass': {
      const bins = confidenceBins(pane);
      if (!bins) return null;
      const { metrics, outside } = estimateClassifier(reference.estimator, bins, random);
      return { metrics: metrics.accuracy ? { accuracy: metrics.accuracy } : {}, outside };
    }
    case 'regression':
      return estimatedLoss(pane.answers.get('value')?.numeric ?? null, reference, random);
  }
}

/** `estimated:METRIC`, `estimated:METRIC:low`, `estimated:METRIC:high` and `estimated:outside`. */
export function estimatedValues(
  pane: Pick<PredictionPane, 'answers'>,
  reference: EstimateReference,
): Record<string, number> {
  const found = estimatedOf(pane, reference);
  if (!found) return {};
  const values: Record<string, number> = { 'estimated:outside': found.outside };
  for (const [metric, { value, low, high }] of Object.entries(found.metrics)) {
    values[`estimated:${metric}`] = value;
    values[`estimated:${metric}:low`] = low;
    values[`estimated:${metric}:high`] = high;
  }
  return values;
}

function estimatedLoss(
  answers: NumericHistogram | null,
  { shift, keys, losses }: Extract<EstimateReference, { task: 'regression' }>,
  random: Random,
): Estimated | null {
  if (!answers || answers.n === 0) return null;
  const counts = Array.from<number>({ length: keys.length + 1 }).fill(0);
  const add = (at: number, count: number) => (counts[at] = (counts[at] as number) + count);
  const place = new Map(keys.map((key, i) => [key, i]));
  const middles = keys.map((key) => binLow(key, shift) / 2 + binHigh(key, shift) / 2);
  for (const { low, high, count } of sortedBins(answers)) {
    const answer = low / 2 + high / 2;
    const at = place.get(floatKey(answer) >>> shift);
    if (at === undefined) {
      add(keys.length, count);
      continue;
    }
    // Between the middles of two bins the loss is between theirs: answers also move within a bin.
    const next = answer < (middles[at] as number) ? at - 1 : at + 1;
    const [own, other] = [middles[at] as number, middles[next]];
    const part = other === undefined ? 0 : (answer - own) / (other - own);
    add(at, (1 - part) * count);
    if (part > 0) add(next, part * count);
  }
  const found = estimateLoss(losses, counts, random);
  return found && { metrics: { mae: found.loss }, outside: found.outside };
}
