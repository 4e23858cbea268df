import { delayBucket } from '../estimates/delay-buckets.js';
import type { Answer, FeatureValue, Outcome } from '../events/event.js';
import type { IdList } from '../events/rows/id-list.js';
import type { NumbersByName } from '../events/rows/row.js';
import { addLabels } from './confusion-counts.js';
import { emptyDelays } from './delay-counts.js';
import { addToSum } from './exact-sum.js';
import { addCategoryTo, addNumberTo } from './feature-counts.js';
import { givenProbability } from './given-probability.js';
import { addLoss } from './loss-bins.js';
import { addLosses, emptyLossesByFeature } from './losses-by-feature.js';
import { addNumbers } from './named-histograms.js';
import { addToHistogram } from './numeric-histogram.js';
import type { OutcomePane } from './outcome-pane.js';
import { addToScale } from './outcome-scale.js';
import { pairOf, type ScoredPair } from './pair-of.js';
import { addRanking, emptyRanking, type RankingSums } from './ranking-sums.js';
import { addToReliability } from './reliability.js';
import { quantizedError, quantizedLogLoss } from './quantized-loss.js';
import { emptySlots } from './slots-by-layout.js';
import { stringHash } from './string-hash.js';

/** Probabilities are clipped to [1e-15, 1 - 1e-15], so that one certain mistake costs 34.5 and not infinity. */
export const PROBABILITY_FLOOR = 1e-15;

/** Adds one joined pair, given as events, of whose delay nothing is known; with the features of the prediction, where they are. */
export function addPair(
  pane: OutcomePane,
  answer: Answer | { readonly task: 'failed' },
  outcome: Outcome['outcome'],
  values?: Readonly<Record<string, number>>,
  features?: Readonly<Record<string, FeatureValue>>,
): void {
  addJoinedPair(pane, pairOf(answer, outcome, values, features), features ? Infinity : 0);
}

/**
 * Adds one joined pair, given as the flyweight of the join: nothing of it is kept.
 *
 * @param features of how many features the pane has tables; 0 for segments, which carry performance only
 */
export function addJoinedPair(pane: OutcomePane, pair: ScoredPair, features: number): void {
  if (pair.values) addNumbers(pane.values, (pane.valueSlots ??= emptySlots()), pair.values);
  if (pair.task === 'failed') pane.failed++;
  else if (!fits(pair)) pane.mismatched++;
  else {
    pane.n++;
    if (pair.task === 'ranking') {
      addList(pane, pair, features);
      return;
    }
    const regression = pair.task === 'regression';
    const loss = regression ? addError(pane, pair.value, pair.number) : addLabelled(pane, pair);
    const wrong = regression || pair.label === actualOf(pair) ? 0 : 1;
    addLosses((pane.byFeature ??= emptyLossesByFeature(features)), pair.features, wrong, loss);
  }
}

/** Counts how long an outcome took. @param delay  ms from prediction to outcome */
export function addDelay(pane: OutcomePane, delay: number): void {
  const delays = (pane.delays ??= emptyDelays());
  const bucket = delayBucket(delay);
  delays[bucket] = (delays[bucket] as number) + 1;
}

/** The probability that the model gave to what happened, clipped; NaN without probabilities. */
export function probabilityOf(
  pair: Pick<ScoredPair, 'task' | 'score' | 'probabilities'>,
  actual: string,
): number {
  let p = NaN;
  if (pair.task === 'binary') p = actual === '1' ? pair.score : 1 - pair.score;
  else if (pair.task === 'multiclass' && pair.probabilities) p = givenProbability(pair.probabilities, actual);
  return Math.min(1 - PROBABILITY_FLOOR, Math.max(PROBABILITY_FLOOR, p));
}

/** Whether what happened can be compared with the answer. */
export function fits({ task, number, text, chosen }: ScoredPair): boolean {
  if (task === 'ranking') return chosen !== null;
  if (chosen !== null) return false;
  if (task === 'regression') return text === null;
  return task !== 'binary' || (text === null && (number === 0 || number === 1));
}

/**
 * A list goes into the tables by feature when something was chosen: it is wrong when that was not on it, and its loss is
 * 1 - NDCG. Where nothing was chosen, nothing is known of its order.
 */
function addList(pane: OutcomePane, pair: ScoredPair, most: number): void {
  addNumberTo(pane.outcomes, (pair.chosen as IdList).length);
  const sums = (pane.ranking ??= emptyRanking());
  const { taken } = sums;
  const ndcg = addToRanking(sums, pair);
  if (ndcg === null) return;
  const loss = quantizedLogLoss(Math.max(0, 1 - ndcg));
  const wrong = sums.taken > taken ? 0 : 1;
  addLosses((pane.byFeature ??= emptyLossesByFeature(most)), pair.features, wrong, loss);
}

/** Adds a list and what was chosen, as `addRanking` does. */
export function addToRanking(
  sums: RankingSums,
  { ranked, chosen }: Pick<ScoredPair, 'ranked' | 'chosen'>,
): number | null {
  return addRanking(
    sums,
    idsOf(ranked as IdList),
    idsOf(chosen as IdList).map((id) => ({ id })),
  );
}

function idsOf({ hashes, length }: IdList): number[] {
  return [...hashes.subarray(0, length)];
}

/** Returns the loss of the row, for the tables by feature. */
function addError(pane: OutcomePane, predicted: number, actual: number): number {
  const error = predicted - actual;
  addNumberTo(pane.outcomes, actual);
  addToHistogram(pane.error, error);
  addToHistogram(pane.absoluteError, Math.abs(error));
  addToSum(pane.squaredError, Math.min(error * error, Number.MAX_VALUE));
  addToScale(pane.scale, actual, error);
  addLoss(pane.losses, predicted, Math.abs(error));
  return quantizedError(error);
}

function actualOf({ text, number }: ScoredPair): string {
  return text ?? String(number);
}

/** As `addError`: the log loss, and where there is no probability 1 for a wrong answer. */
function addLabelled(pane: OutcomePane, pair: ScoredPair): number {
  const actual = actualOf(pair);
  addCategoryTo(pane.outcomes, actual, stringHash(actual));
  addLabels(pane.confusion, pair.label, actual);
  const p = probabilityOf(pair, actual);
  if (Number.isNaN(p)) return pair.label === actual ? 0 : 1;
  pane.scored++;
  const loss = -Math.log(p);
  addToSum(pane.logLoss, loss);
  addToSum(pane.logLossSquares, loss * loss);
  if (pair.task === 'binary') {
    addToHistogram(pair.number === 1 ? pane.scores.positive : pane.scores.negative, pair.score);
    const off = pair.score - pair.number;
    addToSum(pane.brier, off * off);
    addToReliability(pane.reliability, pair.score, pair.number === 1);
  } else if (pair.probabilities) {
    addToSum(pane.brier, squaredDistance(pair.probabilities, actual));
    const confidence = givenProbability(pair.probabilities, pair.label);
    const right = pair.label === actual;
    addToHistogram(right ? pane.scores.positive : pane.scores.negative, confidence);
    addToReliability(pane.reliability, confidence, right);
  }
  return quantizedLogLoss(loss);
}

/** Squared distance of the probabilities from certainty of what happened, summed over the classes. */
export function squaredDistance({ names, values }: NumbersByName, actual: string): number {
  let sum = 0;
  let named = false;
  for (let i = 0; i < names.length; i++) {
    const hit = names[i] === actual;
    const off = (values[i] as number) - (hit ? 1 : 0);
    sum += off * off;
    named ||= hit;
  }
  return named ? sum : sum + 1;
}
