import { addToMean, emptyMean, meanValue, type ExactMean } from './exact-mean.js';
import type { Measured } from './measured.js';
import { checkedScores } from './scored-rows.js';

/** As scikit-learn clips float64 probabilities: one certain mistake costs 36.04 and not infinity. */
const CLIP = Number.EPSILON;

/**
 * Adds a row to a mean log loss (natural logarithm).
 * @param p  the probability that was given to what happened
 * @example
 * const mean = emptyMean();
 * addLogLoss(mean, 0.5);
 * meanValue(mean).value; // 0.6931
 */
export function addLogLoss(mean: ExactMean, p: number): void {
  addToMean(mean, -Math.log(Math.min(1 - CLIP, Math.max(CLIP, checkedProbability(p)))));
}

/**
 * Adds a row to a mean Brier score.
 * @param score  the probability of a 1
 * @example
 * const mean = emptyMean();
 * addBrier(mean, 0.5, 1);
 * meanValue(mean).value; // 0.25
 */
export function addBrier(mean: ExactMean, score: number, outcome: 0 | 1): void {
  addToMean(mean, (checkedProbability(score) - outcome) ** 2);
}

/**
 * Adds a row of more than two classes to a mean Brier score: squared distances summed over the classes, 0 to 2. A class
 * without a probability has 0.
 * @example
 * const mean = emptyMean();
 * addMulticlassBrier(mean, new Map([['a', 0.5], ['b', 0.5]]), 'a');
 * meanValue(mean).value; // 0.5
 */
export function addMulticlassBrier(
  mean: ExactMean,
  probabilities: ReadonlyMap<string, number>,
  actual: string,
): void {
  let sum = probabilities.has(actual) ? 0 : 1;
  for (const [label, p] of probabilities) sum += (checkedProbability(p) - Number(label === actual)) ** 2;
  addToMean(mean, sum);
}

/**
 * Mean log loss of binary scores.
 * @example logLoss([0.9, 0.1, 0.2, 0.65], [1, 0, 0, 1]).value; // 0.2162
 */
export function logLoss(scores: readonly number[], outcomes: readonly (0 | 1)[]): Measured {
  checkedScores(scores, outcomes);
  const mean = emptyMean();
  for (const [row, score] of scores.entries()) addLogLoss(mean, outcomes[row] === 1 ? score : 1 - score);
  return meanValue(mean);
}

/**
 * Mean Brier score of binary scores: their mean squared distance from the outcome, 0 to 1.
 * @example brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]).value; // 0.0375
 */
export function brier(scores: readonly number[], outcomes: readonly (0 | 1)[]): Measured {
  checkedScores(scores, outcomes);
  const mean = emptyMean();
  for (const [row, score] of scores.entries()) addBrier(mean, score, outcomes[row] as 0 | 1);
  return meanValue(mean);
}

function checkedProbability(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability is between 0 and 1, not ${p}`);
  return p;
}
