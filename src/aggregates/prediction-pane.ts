import type { Prediction } from '../events/event.js';
import { keepBottomK } from './bottom-k.js';
import {
  addFeature,
  emptyFeature,
  featuresFromJson,
  featuresToJson,
  mergeFeatures,
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
 * What the predictions of one (model, version, segment, pane) were: the distribution of every feature and of the answers,
 * failures by code, the scorer's own latency. A commutative monoid over the SET of predictions.
 */
export interface PredictionPane {
  n: number;
  failures: Map<string, number>;
  latency: NumericHistogram;
  features: Map<string, FeatureCounts>;
  /** The answers as if they were features: `score`, `label`, `value`. */
  answers: Map<string, FeatureCounts>;
}

export const MAX_FEATURES = 512;
export const MAX_FAILURE_CODES = 64;

export function emptyPredictionPane(): PredictionPane {
  return { n: 0, failures: new Map(), latency: emptyHistogram(), features: new Map(), answers: new Map() };
}

/** `withFeatures` is off for segments, which carry performance only. */
export function addPrediction(pane: PredictionPane, p: Prediction, withFeatures: boolean): void {
  pane.n++;
  if (p.latencyMs !== undefined) addToHistogram(pane.latency, p.latencyMs);
  const answer = p.answer;
  if (answer.task === 'failed') {
    pane.failures.set(answer.code, (pane.failures.get(answer.code) ?? 0) + 1);
    keepBottomK(pane.failures, MAX_FAILURE_CODES);
  }
  if (!withFeatures) return;
  for (const name in p.features) addFeature(slot(pane.features, name), p.features[name] ?? null);
  if (pane.features.size > MAX_FEATURES) keepBottomK(pane.features, MAX_FEATURES);
  switch (answer.task) {
    case 'binary':
      addFeature(slot(pane.answers, 'label'), String(answer.label));
      if (answer.score !== undefined) addFeature(slot(pane.answers, 'score'), answer.score);
      break;
    case 'multiclass':
      addFeature(slot(pane.answers, 'label'), answer.label);
      break;
    case 'regression':
      addFeature(slot(pane.answers, 'value'), answer.value);
      break;
    case 'failed':
      break;
  }
}

export function mergePredictionPane(into: PredictionPane, from: PredictionPane): void {
  into.n += from.n;
  for (const [code, n] of from.failures) into.failures.set(code, (into.failures.get(code) ?? 0) + n);
  keepBottomK(into.failures, MAX_FAILURE_CODES);
  mergeHistogram(into.latency, from.latency);
  mergeFeatures(into.features, from.features);
  keepBottomK(into.features, MAX_FEATURES);
  mergeFeatures(into.answers, from.answers);
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
  readonly failures: Readonly<Record<string, number>>;
  readonly latency: NumericHistogramJson;
  readonly features: Readonly<Record<string, FeatureCountsJson>>;
  readonly answers: Readonly<Record<string, FeatureCountsJson>>;
}

export function predictionPaneToJson(pane: PredictionPane): PredictionPaneJson {
  return {
    n: pane.n,
    failures: Object.fromEntries([...pane.failures.entries()].sort(([a], [b]) => (a < b ? -1 : 1))),
    latency: histogramToJson(pane.latency),
    features: featuresToJson(pane.features),
    answers: featuresToJson(pane.answers),
  };
}

export function predictionPaneFromJson(json: PredictionPaneJson): PredictionPane {
  return {
    n: json.n,
    failures: new Map(Object.entries(json.failures)),
    latency: histogramFromJson(json.latency),
    features: featuresFromJson(json.features),
    answers: featuresFromJson(json.answers),
  };
}
