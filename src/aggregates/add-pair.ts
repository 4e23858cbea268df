import type { Answer } from '../events/event.js';
import type { NumbersByName } from '../events/rows/row.js';
import { addLabels } from './confusion-counts.js';
import { addToSum } from './exact-sum.js';
import { addCategoryTo, addNumberTo } from './feature-counts.js';
import { givenProbability } from './given-probability.js';
import { addLoss } from './loss-bins.js';
import { addNumbers } from './named-histograms.js';
import { addToHistogram } from './numeric-histogram.js';
import type { OutcomePane } from './outcome-pane.js';
import { addToScale } from './outcome-scale.js';
import { pairOf, type ScoredPair } from './pair-of.js';
import { addToReliability } from './reliability.js';
import { emptySlots } from './slots-by-layout.js';
import { stringHash } from './string-hash.js';

/** Probabilities are clipped to [1e-15, 1 - 1e-15], so that one certain mistake costs 34.5 and not infinity. */
export const PROBABILITY_FLOOR = 1e-15;

/** Adds one joined pair, given as events. */
export function addPair(
  pane: OutcomePane,
  answer: Answer | { readonly task: 'failed' },
  outcome: number | string,
  values?: Readonly<Record<string, number>>,
): void {
  addJoinedPair(pane, pairOf(answer, outcome, values));
}

/** Adds one joined pair, given as the flyweight of the join: nothing of it is kept. */
export function addJoinedPair(pane: OutcomePane, pair: ScoredPair): void {
  if (pair.values) addNumbers(pane.values, (pane.valueSlots ??= emptySlots()), pair.values);
  if (pair.task === 'failed') pane.failed++;
  else if (!fits(pair)) pane.mismatched++;
  else {
    pane.n++;
    if (pair.task === 'regression') addError(pane, pair.value, pair.number);
    else addLabelled(pane, pair);
  }
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
export function fits({ task, number, text }: ScoredPair): boolean {
  if (task === 'regression') return text === null;
  return task !== 'binary' || (text === null && (number === 0 || number === 1));
}

function addError(pane: OutcomePane, predicted: number, actual: number): void {
  const error = predicted - actual;
  addNumberTo(pane.outcomes, actual);
  addToHistogram(pane.error, error);
  addToHistogram(pane.absoluteError, Math.abs(error));
  addToSum(pane.squaredError, Math.min(error * error, Number.MAX_VALUE));
  addToScale(pane.scale, actual, error);
  addLoss(pane.losses, predicted, Math.abs(error));
}

function addLabelled(pane: OutcomePane, pair: ScoredPair): void {
  const actual = pair.text ?? String(pair.number);
  addCategoryTo(pane.outcomes, actual, stringHash(actual));
  addLabels(pane.confusion, pair.label, actual);
  const p = probabilityOf(pair, actual);
  if (Number.isNaN(p)) return;
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
