import type { Answer } from '../events/event.js';
import { keepBottomK } from './bottom-k.js';
import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  type ExactSum,
  type ExactSumJson,
} from './exact-sum.js';
import {
  addFeature,
  emptyFeature,
  featureFromJson,
  featureToJson,
  mergeFeature,
  type FeatureCounts,
  type FeatureCountsJson,
} from './feature-counts.js';
import {
  addToHistogram,
  emptyHistogram,
  histogramFromJson,
  histogramToJson,
  mergeHistogram,
  type NumericHistogram,
  type NumericHistogramJson,
} from './numeric-histogram.js';

/**
 * How right the joined predictions of one (model, version, segment, pane) were: confusion counts, score histograms by
 * outcome, exact sums of log loss and Brier score; for regression histograms of errors and absolute errors and the exact
 * sum of squares. A commutative monoid over the SET of joined pairs.
 */
export interface OutcomePane {
  /** Joined pairs with an answer. */
  n: number;
  /** Joined pairs whose prediction had failed. */
  failed: number;
  /** Joined pairs whose outcome does not fit the task (text for a regression, 7 for a binary one). */
  mismatched: number;
  /** Classification: predicted label, a tab, actual label -> count. */
  confusion: Map<string, number>;
  /** Binary: scores of rows whose outcome was 1 and 0. */
  scores: { positive: NumericHistogram; negative: NumericHistogram };
  /** Rows with a probability, and their sums (natural log; Brier: squared error, multiclass summed over classes). */
  scored: number;
  logLoss: ExactSum;
  /** Sum of squared log losses: how much they vary. */
  logLossSquares: ExactSum;
  brier: ExactSum;
  /** Regression: prediction - outcome. */
  error: NumericHistogram;
  absoluteError: NumericHistogram;
  squaredError: ExactSum;
  /** What really happened, as if it were a feature. */
  outcomes: FeatureCounts;
  /** Business quantities by name. */
  values: Map<string, NumericHistogram>;
}

/** Probabilities are clipped to [1e-15, 1 - 1e-15], so that one certain mistake costs 34.5 and not infinity. */
export const PROBABILITY_FLOOR = 1e-15;
export const MAX_CONFUSION_PAIRS = 4096;
export const MAX_VALUE_NAMES = 32;

export function emptyOutcomePane(): OutcomePane {
  return {
    n: 0,
    failed: 0,
    mismatched: 0,
    confusion: new Map(),
    scores: { positive: emptyHistogram(), negative: emptyHistogram() },
    scored: 0,
    logLoss: emptySum(),
    logLossSquares: emptySum(),
    brier: emptySum(),
    error: emptyHistogram(),
    absoluteError: emptyHistogram(),
    squaredError: emptySum(),
    outcomes: emptyFeature(),
    values: new Map(),
  };
}

/** The probability that the model gave to what happened, clipped; null without probabilities. */
export function probabilityOf(answer: Answer, actual: string): number | null {
  let p: number | undefined;
  if (answer.task === 'binary')
    p = answer.score === undefined ? undefined : actual === '1' ? answer.score : 1 - answer.score;
  else if (answer.task === 'multiclass') p = answer.probabilities && given(answer.probabilities, actual);
  return p === undefined ? null : Math.min(1 - PROBABILITY_FLOOR, Math.max(PROBABILITY_FLOOR, p));
}

/** Classes may be called `toString`: what an object inherits is no probability. */
function given(probabilities: Readonly<Record<string, number>>, label: string): number {
  return Object.hasOwn(probabilities, label) ? (probabilities[label] as number) : 0;
}

/** Adds one joined pair. */
export function addPair(
  pane: OutcomePane,
  answer: Answer | { readonly task: 'failed' },
  outcome: number | string,
  values: Readonly<Record<string, number>> | undefined,
): void {
  if (values) {
    for (const name in values) {
      let h = pane.values.get(name);
      if (!h) pane.values.set(name, (h = emptyHistogram()));
      addToHistogram(h, values[name] as number);
    }
    keepBottomK(pane.values, MAX_VALUE_NAMES);
  }
  if (answer.task === 'failed') {
    pane.failed++;
    return;
  }
  const fits =
    answer.task === 'regression'
      ? typeof outcome === 'number'
      : answer.task === 'binary'
        ? outcome === 0 || outcome === 1
        : true;
  if (!fits) {
    pane.mismatched++;
    return;
  }
  pane.n++;
  addFeature(pane.outcomes, answer.task === 'regression' ? outcome : String(outcome));
  if (answer.task === 'regression') {
    const error = answer.value - (outcome as number);
    addToHistogram(pane.error, error);
    addToHistogram(pane.absoluteError, Math.abs(error));
    addToSum(pane.squaredError, Math.min(error * error, Number.MAX_VALUE));
    return;
  }
  const actual = String(outcome);
  const key = `${answer.label}\t${actual}`;
  pane.confusion.set(key, (pane.confusion.get(key) ?? 0) + 1);
  if (pane.confusion.size > MAX_CONFUSION_PAIRS) keepBottomK(pane.confusion, MAX_CONFUSION_PAIRS);
  const p = probabilityOf(answer, actual);
  if (p === null) return;
  pane.scored++;
  const loss = -Math.log(p);
  addToSum(pane.logLoss, loss);
  addToSum(pane.logLossSquares, loss * loss);
  if (answer.task === 'binary') {
    const score = answer.score as number;
    addToHistogram(outcome === 1 ? pane.scores.positive : pane.scores.negative, score);
    addToSum(pane.brier, (score - (outcome as number)) ** 2);
  } else {
    let sum = 0;
    const probabilities = answer.probabilities ?? {};
    for (const label in probabilities)
      sum += ((probabilities[label] as number) - (label === actual ? 1 : 0)) ** 2;
    if (!Object.hasOwn(probabilities, actual)) sum += 1;
    addToSum(pane.brier, sum);
  }
}

export function mergeOutcomePane(into: OutcomePane, from: OutcomePane): void {
  into.n += from.n;
  into.failed += from.failed;
  into.mismatched += from.mismatched;
  into.scored += from.scored;
  for (const [key, n] of from.confusion) into.confusion.set(key, (into.confusion.get(key) ?? 0) + n);
  keepBottomK(into.confusion, MAX_CONFUSION_PAIRS);
  mergeHistogram(into.scores.positive, from.scores.positive);
  mergeHistogram(into.scores.negative, from.scores.negative);
  mergeSum(into.logLoss, from.logLoss);
  mergeSum(into.logLossSquares, from.logLossSquares);
  mergeSum(into.brier, from.brier);
  mergeHistogram(into.error, from.error);
  mergeHistogram(into.absoluteError, from.absoluteError);
  mergeSum(into.squaredError, from.squaredError);
  mergeFeature(into.outcomes, from.outcomes);
  for (const [name, h] of from.values) {
    const own = into.values.get(name) ?? emptyHistogram();
    mergeHistogram(own, h);
    into.values.set(name, own);
  }
  keepBottomK(into.values, MAX_VALUE_NAMES);
}

export interface OutcomePaneJson {
  readonly n: number;
  readonly failed: number;
  readonly mismatched: number;
  readonly scored: number;
  readonly confusion: Readonly<Record<string, number>>;
  readonly positive: NumericHistogramJson;
  readonly negative: NumericHistogramJson;
  readonly logLoss: ExactSumJson;
  readonly logLossSquares: ExactSumJson;
  readonly brier: ExactSumJson;
  readonly error: NumericHistogramJson;
  readonly absoluteError: NumericHistogramJson;
  readonly squaredError: ExactSumJson;
  readonly outcomes: FeatureCountsJson;
  readonly values: Readonly<Record<string, NumericHistogramJson>>;
}

export function outcomePaneToJson(pane: OutcomePane): OutcomePaneJson {
  const ordered = <V>(map: ReadonlyMap<string, V>) => [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    n: pane.n,
    failed: pane.failed,
    mismatched: pane.mismatched,
    scored: pane.scored,
    confusion: Object.fromEntries(ordered(pane.confusion)),
    positive: histogramToJson(pane.scores.positive),
    negative: histogramToJson(pane.scores.negative),
    logLoss: sumToJson(pane.logLoss),
    logLossSquares: sumToJson(pane.logLossSquares),
    brier: sumToJson(pane.brier),
    error: histogramToJson(pane.error),
    absoluteError: histogramToJson(pane.absoluteError),
    squaredError: sumToJson(pane.squaredError),
    outcomes: featureToJson(pane.outcomes),
    values: Object.fromEntries(ordered(pane.values).map(([name, h]) => [name, histogramToJson(h)])),
  };
}

export function outcomePaneFromJson(json: OutcomePaneJson): OutcomePane {
  return {
    n: json.n,
    failed: json.failed,
    mismatched: json.mismatched,
    scored: json.scored,
    confusion: new Map(Object.entries(json.confusion)),
    scores: { positive: histogramFromJson(json.positive), negative: histogramFromJson(json.negative) },
    logLoss: sumFromJson(json.logLoss),
    logLossSquares: sumFromJson(json.logLossSquares),
    brier: sumFromJson(json.brier),
    error: histogramFromJson(json.error),
    absoluteError: histogramFromJson(json.absoluteError),
    squaredError: sumFromJson(json.squaredError),
    outcomes: featureFromJson(json.outcomes),
    values: new Map(Object.entries(json.values).map(([name, h]) => [name, histogramFromJson(h)])),
  };
}
