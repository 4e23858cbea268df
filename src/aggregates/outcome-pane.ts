import { delaysFromJson, delaysToJson, emptyDelays, mergeDelays, type DelaysJson } from './delay-counts.js';
import { confusionToJson, mergeConfusion, type ConfusionCounts } from './confusion-counts.js';
import { emptySum, mergeSum, sumFromJson, sumToJson, type ExactSum, type ExactSumJson } from './exact-sum.js';
import {
  emptyFeature,
  featureFromJson,
  featureToJson,
  mergeFeature,
  type FeatureCounts,
  type FeatureCountsJson,
} from './feature-counts.js';
import {
  emptyLossBins,
  lossBinsFromJson,
  lossBinsToJson,
  mergeLossBins,
  type LossBins,
  type LossBinsJson,
} from './loss-bins.js';
import {
  emptyLossesByFeature,
  lossesByFeatureFromJson,
  lossesByFeatureToJson,
  mergeLossesByFeature,
  type LossesByFeature,
  type LossesByFeatureJson,
} from './losses-by-feature.js';
import {
  mergeNamedHistograms,
  namedHistogramsFromJson,
  namedHistogramsToJson,
  type NamedHistograms,
} from './named-histograms.js';
import {
  emptyHistogram,
  histogramFromJson,
  histogramToJson,
  mergeHistogram,
  type NumericHistogram,
  type NumericHistogramJson,
} from './numeric-histogram.js';
import {
  emptyScale,
  mergeScale,
  scaleFromJson,
  scaleToJson,
  type OutcomeScale,
  type OutcomeScaleJson,
} from './outcome-scale.js';
import {
  emptyRanking,
  mergeRanking,
  rankingFromJson,
  rankingToJson,
  type RankingJson,
  type RankingSums,
} from './ranking-sums.js';
import {
  emptyReliability,
  mergeReliability,
  reliabilityFromJson,
  reliabilityToJson,
  type Reliability,
  type ReliabilityJson,
} from './reliability.js';
import { mergedSample, type Sample } from './sample.js';
import type { SlotsByLayout } from './slots-by-layout.js';

export { addDelay, addJoinedPair, addPair, PROBABILITY_FLOOR, probabilityOf } from './add-pair.js';

/**
 * How right the joined predictions of one (model, version, segment, pane) were: confusion counts, score histograms by
 * outcome, exact sums of log loss and Brier score; for regression histograms of errors and absolute errors, the exact
 * sum of squares and what they are held against. A commutative monoid over the SET of joined pairs. Maps by name keep to their limits when panes are
 * merged and written, and hold at most half as many names again while pairs are added.
 */
export interface OutcomePane {
  /** Joined pairs with an answer. */
  n: number;
  /** Joined pairs whose prediction had failed. */
  failed: number;
  /** Joined pairs whose outcome does not fit the task (text for a regression, 7 for a binary one). */
  mismatched: number;
  /** All of them, by how long the outcome took: `delayBucket`. Counted of all rows only; null where nobody has. */
  delays: number[] | null;
  /** Classification. */
  confusion: ConfusionCounts;
  /**
   * Binary: scores of rows whose outcome was 1 and 0. Multiclass: the probability of the class that was answered, of rows
   * where it was right and where it was not.
   */
  scores: { positive: NumericHistogram; negative: NumericHistogram };
  /** Rows with a probability, and their sums (natural log; Brier: squared error, multiclass summed over classes). */
  scored: number;
  logLoss: ExactSum;
  /** Sum of squared log losses: how much they vary. */
  logLossSquares: ExactSum;
  brier: ExactSum;
  /** Whether those probabilities come true. */
  reliability: Reliability;
  /** Regression: prediction - outcome. */
  error: NumericHistogram;
  absoluteError: NumericHistogram;
  squaredError: ExactSum;
  scale: OutcomeScale;
  losses: LossBins;
  /** Ranking; null without lists. */
  ranking: RankingSums | null;
  /** What really happened, as if it were a feature; of a ranking how many things were chosen. */
  outcomes: FeatureCounts;
  /** Business quantities by name. */
  values: NamedHistograms;
  /** A cache for `values`, no part of the pane's value. */
  valueSlots: SlotsByLayout<NumericHistogram> | null;
  /** Where the rows went wrong, for "why"; null while there are none. */
  byFeature: LossesByFeature | null;
  /** Where the pane holds a sample of its rows: counts and sums are estimates then. */
  sample: Sample | null;
}

export function emptyOutcomePane(): OutcomePane {
  return {
    n: 0,
    failed: 0,
    mismatched: 0,
    delays: null,
    confusion: new Map(),
    scores: { positive: emptyHistogram(), negative: emptyHistogram() },
    scored: 0,
    logLoss: emptySum(),
    logLossSquares: emptySum(),
    brier: emptySum(),
    reliability: emptyReliability(),
    error: emptyHistogram(),
    absoluteError: emptyHistogram(),
    squaredError: emptySum(),
    scale: emptyScale(),
    losses: emptyLossBins(),
    ranking: null,
    outcomes: emptyFeature(),
    values: new Map(),
    valueSlots: null,
    byFeature: null,
    sample: null,
  };
}

/** Rows, whatever became of them. */
export function outcomeRows({ n, failed, mismatched }: OutcomePane): number {
  return n + failed + mismatched;
}

export function mergeOutcomePane(into: OutcomePane, from: OutcomePane): void {
  mergeHowRight(into, from);
  // Panes in older snapshots have none.
  if (from.byFeature) mergeLossesByFeature((into.byFeature ??= emptyLossesByFeature()), from.byFeature);
}

/** Merges all but `byFeature`: what metrics are made of. Where the rows went wrong is most of a pane's bytes. */
export function mergeHowRight(into: OutcomePane, from: OutcomePane): void {
  into.sample = mergedSample(into.sample, outcomeRows(into), from.sample, outcomeRows(from));
  into.n += from.n;
  into.failed += from.failed;
  into.mismatched += from.mismatched;
  // Panes in older snapshots have none.
  if (from.delays) mergeDelays((into.delays ??= emptyDelays()), from.delays);
  into.scored += from.scored;
  mergeConfusion(into.confusion, from.confusion);
  mergeHistogram(into.scores.positive, from.scores.positive);
  mergeHistogram(into.scores.negative, from.scores.negative);
  mergeSum(into.logLoss, from.logLoss);
  mergeSum(into.logLossSquares, from.logLossSquares);
  mergeSum(into.brier, from.brier);
  mergeReliability(into.reliability, from.reliability);
  mergeHistogram(into.error, from.error);
  mergeHistogram(into.absoluteError, from.absoluteError);
  mergeSum(into.squaredError, from.squaredError);
  mergeScale(into.scale, from.scale);
  mergeLossBins(into.losses, from.losses);
  if (from.ranking) mergeRanking((into.ranking ??= emptyRanking()), from.ranking);
  mergeFeature(into.outcomes, from.outcomes);
  mergeNamedHistograms(into.values, from.values);
}

/** Of a ranking what happened is a number, too. */
function hasErrors({ absoluteError }: OutcomePane): boolean {
  return absoluteError.n + absoluteError.plusInfinity > 0;
}

export interface OutcomePaneJson {
  readonly n: number;
  readonly failed: number;
  readonly mismatched: number;
  /** Of all rows only; older panes have none. */
  readonly delays?: DelaysJson;
  readonly scored: number;
  readonly confusion: Readonly<Record<string, number>>;
  readonly positive: NumericHistogramJson;
  readonly negative: NumericHistogramJson;
  readonly logLoss: ExactSumJson;
  readonly logLossSquares: ExactSumJson;
  readonly brier: ExactSumJson;
  /** With probabilities only. */
  readonly reliability?: ReliabilityJson;
  readonly error: NumericHistogramJson;
  readonly absoluteError: NumericHistogramJson;
  readonly squaredError: ExactSumJson;
  /** Of a regression only. */
  readonly scale?: OutcomeScaleJson;
  readonly losses?: LossBinsJson;
  /** Of a ranking only. */
  readonly ranking?: RankingJson;
  readonly outcomes: FeatureCountsJson;
  readonly values: Readonly<Record<string, NumericHistogramJson>>;
  /** Absent where there is nothing to tell; older panes have none. */
  readonly byFeature?: LossesByFeatureJson;
  /** Absent: all rows are there. */
  readonly sample?: Sample;
}

export function outcomePaneToJson(pane: OutcomePane): OutcomePaneJson {
  return {
    n: pane.n,
    failed: pane.failed,
    mismatched: pane.mismatched,
    ...(pane.delays && { delays: delaysToJson(pane.delays) }),
    scored: pane.scored,
    confusion: confusionToJson(pane.confusion),
    positive: histogramToJson(pane.scores.positive),
    negative: histogramToJson(pane.scores.negative),
    logLoss: sumToJson(pane.logLoss),
    logLossSquares: sumToJson(pane.logLossSquares),
    brier: sumToJson(pane.brier),
    ...(pane.scored > 0 && { reliability: reliabilityToJson(pane.reliability) }),
    error: histogramToJson(pane.error),
    absoluteError: histogramToJson(pane.absoluteError),
    squaredError: sumToJson(pane.squaredError),
    ...(hasErrors(pane) && { scale: scaleToJson(pane.scale), losses: lossBinsToJson(pane.losses) }),
    ...(pane.ranking && { ranking: rankingToJson(pane.ranking) }),
    outcomes: featureToJson(pane.outcomes),
    values: namedHistogramsToJson(pane.values),
    ...(pane.byFeature && { byFeature: lossesByFeatureToJson(pane.byFeature) }),
    ...(pane.sample && { sample: pane.sample }),
  };
}

export function outcomePaneFromJson(json: OutcomePaneJson): OutcomePane {
  return {
    n: json.n,
    failed: json.failed,
    mismatched: json.mismatched,
    delays: json.delays ? delaysFromJson(json.delays) : null,
    scored: json.scored,
    confusion: new Map(Object.entries(json.confusion)),
    scores: { positive: histogramFromJson(json.positive), negative: histogramFromJson(json.negative) },
    logLoss: sumFromJson(json.logLoss),
    logLossSquares: sumFromJson(json.logLossSquares),
    brier: sumFromJson(json.brier),
    reliability: reliabilityFromJson(json.reliability ?? []),
    error: histogramFromJson(json.error),
    absoluteError: histogramFromJson(json.absoluteError),
    squaredError: sumFromJson(json.squaredError),
    scale: json.scale ? scaleFromJson(json.scale) : emptyScale(),
    losses: json.losses ? lossBinsFromJson(json.losses) : emptyLossBins(),
    ranking: json.ranking ? rankingFromJson(json.ranking) : null,
    outcomes: featureFromJson(json.outcomes),
    values: namedHistogramsFromJson(json.values),
    valueSlots: null,
    byFeature: json.byFeature ? lossesByFeatureFromJson(json.byFeature) : null,
    sample: json.sample ?? null,
  };
}
