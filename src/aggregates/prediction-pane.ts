import type { Prediction } from '../events/event.js';
import { predictionRowOf } from '../events/rows/fill-row.js';
import type { PredictionRow } from '../events/rows/row.js';
import { keepAboutBottomK, keepBottomK } from './bottom-k.js';
import {
  addCategoryTo,
  addFeatureAt,
  addNumberTo,
  emptyFeature,
  featuresFromJson,
  featuresToJson,
  mergeFeatures,
  type FeatureCounts,
  type FeatureCountsJson,
} from './feature-counts.js';
import { givenProbability } from './given-probability.js';
import {
  addToHistogram,
  emptyHistogram,
  histogramFromJson,
  histogramToJson,
  mergeHistogram,
  type NumericHistogram,
  type NumericHistogramJson,
} from './numeric-histogram.js';
import { mergedSample, type Sample } from './sample.js';
import { emptySlots, slotsOf, type SlotsByLayout } from './slots-by-layout.js';
import { stringHash } from './string-hash.js';
import {
  addWeights,
  emptyWeightCounts,
  mergeWeights,
  weightCountsFromJson,
  weightCountsToJson,
  type WeightCounts,
  type WeightCountsJson,
} from './weight-counts.js';

/**
 * What the predictions of one (model, version, segment, pane) were: the distribution of every feature and of the answers,
 * failures by code, the scorer's own latency. A commutative monoid over the SET of predictions. Maps by name keep to their
 * limits when panes are merged and written, and hold at most half as many names again while rows are added.
 */
export interface PredictionPane {
  n: number;
  /** Of them, those that the scorer failed. */
  failed: number;
  /** The same by code; of at most so many codes. */
  failures: Map<string, number>;
  latency: NumericHistogram;
  features: Map<string, FeatureCounts>;
  /**
   * The answers as if they were features: `score`, `label`, `value`; `confidence`: the probability of a multiclass label;
   * `places`: how many a list has, as far as they are looked at.
   */
  answers: Map<string, FeatureCounts>;
  /** Of a model with several objectives: rows by the weights of its scores. */
  weights: WeightCounts;
  /** A cache for `features`, no part of the pane's value. */
  featureSlots: SlotsByLayout<FeatureCounts> | null;
  /** Where the pane holds a sample of its rows: counts and sums are estimates then. */
  sample: Sample | null;
}

export const MAX_FEATURES = 512;
export const MAX_FAILURE_CODES = 64;

export function emptyPredictionPane(): PredictionPane {
  return {
    n: 0,
    failed: 0,
    failures: new Map(),
    latency: emptyHistogram(),
    features: new Map(),
    answers: new Map(),
    weights: emptyWeightCounts(),
    featureSlots: null,
    sample: null,
  };
}

/** As `addPredictionRow`, for a prediction given as an event. */
export function addPrediction(pane: PredictionPane, prediction: Prediction, withFeatures: boolean): void {
  addPredictionRow(pane, predictionRowOf(prediction), withFeatures);
}

/** Adds one prediction; nothing of the row is kept. `withFeatures` is off for segments, which carry performance only. */
export function addPredictionRow(pane: PredictionPane, row: PredictionRow, withFeatures: boolean): void {
  pane.n++;
  // NaN: it was not said
  if (!Number.isNaN(row.latencyMs)) addToHistogram(pane.latency, row.latencyMs);
  if (row.task === 'failed') {
    pane.failed++;
    addFailure(pane.failures, row.code);
  }
  if (!withFeatures) return;
  const { features } = row;
  const slots = slotsOf(
    (pane.featureSlots ??= emptySlots()),
    features.names,
    pane.features,
    emptyFeature,
    MAX_FEATURES,
  );
  for (let i = 0; i < slots.length; i++) addFeatureAt(slots[i] as FeatureCounts, features, i);
  addAnswer(pane.answers, row);
  if (row.weights !== null) addWeights(pane.weights, row.weights);
}

function addFailure(failures: Map<string, number>, code: string): void {
  const before = failures.get(code);
  failures.set(code, (before ?? 0) + 1);
  if (before === undefined) keepAboutBottomK(failures, MAX_FAILURE_CODES);
}

function addAnswer(answers: Map<string, FeatureCounts>, row: PredictionRow): void {
  switch (row.task) {
    case 'binary':
      addCategoryTo(slot(answers, 'label'), row.label, row.label === '1' ? HASH_OF_1 : HASH_OF_0);
      if (!Number.isNaN(row.score)) addNumberTo(slot(answers, 'score'), row.score);
      break;
    case 'multiclass':
      addCategoryTo(slot(answers, 'label'), row.label, stringHash(row.label));
      if (row.probabilities)
        addNumberTo(slot(answers, 'confidence'), givenProbability(row.probabilities, row.label));
      break;
    case 'regression':
      addNumberTo(slot(answers, 'value'), row.value);
      break;
    case 'ranking':
      addNumberTo(slot(answers, 'places'), row.ranked?.length ?? 0);
      break;
    case 'failed':
      break;
  }
}
const HASH_OF_0 = stringHash('0');
const HASH_OF_1 = stringHash('1');

export function mergePredictionPane(into: PredictionPane, from: PredictionPane): void {
  into.sample = mergedSample(into.sample, into.n, from.sample, from.n);
  into.n += from.n;
  into.failed += from.failed;
  for (const [code, n] of from.failures) into.failures.set(code, (into.failures.get(code) ?? 0) + n);
  keepBottomK(into.failures, MAX_FAILURE_CODES);
  mergeHistogram(into.latency, from.latency);
  mergeFeatures(into.features, from.features);
  keepBottomK(into.features, MAX_FEATURES);
  mergeFeatures(into.answers, from.answers);
  mergeWeights(into.weights, from.weights);
}

function slot(features: Map<string, FeatureCounts>, name: string): FeatureCounts {
  let feature = features.get(name);
  if (feature === undefined) {
    feature = emptyFeature();
    features.set(name, feature);
  }
  return feature;
}

export interface PredictionPaneJson {
  readonly n: number;
  /** Absent in earlier panes: those of all codes together. */
  readonly failed?: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly latency: NumericHistogramJson;
  readonly features: Readonly<Record<string, FeatureCountsJson>>;
  readonly answers: Readonly<Record<string, FeatureCountsJson>>;
  /** Absent: none was said. */
  readonly weights?: WeightCountsJson;
  /** Absent: all rows are there. */
  readonly sample?: Sample;
}

export function predictionPaneToJson(pane: PredictionPane): PredictionPaneJson {
  keepBottomK(pane.failures, MAX_FAILURE_CODES);
  keepBottomK(pane.features, MAX_FEATURES);
  return {
    n: pane.n,
    failed: pane.failed,
    failures: Object.fromEntries([...pane.failures.entries()].sort(([a], [b]) => (a < b ? -1 : 1))),
    latency: histogramToJson(pane.latency),
    features: featuresToJson(pane.features),
    answers: featuresToJson(pane.answers),
    ...(pane.weights.rows > 0 && { weights: weightCountsToJson(pane.weights) }),
    ...(pane.sample && { sample: pane.sample }),
  };
}

export function predictionPaneFromJson(json: PredictionPaneJson): PredictionPane {
  const failures = new Map(Object.entries(json.failures));
  return {
    n: json.n,
    failed: json.failed ?? [...failures.values()].reduce((sum, count) => sum + count, 0),
    failures,
    latency: histogramFromJson(json.latency),
    features: featuresFromJson(json.features),
    answers: featuresFromJson(json.answers),
    weights: json.weights ? weightCountsFromJson(json.weights) : emptyWeightCounts(),
    featureSlots: null,
    sample: json.sample ?? null,
  };
}
