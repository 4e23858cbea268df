/** All closed panes of one base pane's time, as a draft reads them: those of several versions are one. */
import { mergeFeatures } from '../aggregates/feature-counts.js';
import { mergeHistogram } from '../aggregates/numeric-histogram.js';
import { mergeOutcomePane, outcomePaneFromJson, type OutcomePane } from '../aggregates/outcome-pane.js';
import { predictionPaneFromJson, type PredictionPane } from '../aggregates/prediction-pane.js';
import { mergeWeights } from '../aggregates/weight-counts.js';
import type { PaneRecord } from '../records/pane.js';
import {
  countOutcomes,
  countPredictions,
  learnAnswers,
  learnFeatures,
  learnOutcomes,
  type ReferenceDraft,
} from './draft-reference.js';

/** First reading of one closed pane of the version that the reference is about. */
export function learnPane(draft: ReferenceDraft, { prediction, outcome, segment }: PaneRecord): void {
  if (prediction && segment === '') {
    const pane = predictionPaneFromJson(prediction);
    learnFeatures(draft, pane);
    learnAnswers(draft, pane);
  }
  if (outcome) learnOutcomes(draft, outcomePaneFromJson(outcome), segment);
}

/** Second reading of all closed panes that begin at `start`; starts in ascending order. */
export function countMoment(draft: ReferenceDraft, start: number, records: readonly PaneRecord[]): void {
  const predictions = mergedPredictions(records);
  if (predictions) countPredictions(draft, start, predictions);
  for (const [segment, pane] of mergedOutcomes(records)) countOutcomes(draft, start, pane, segment);
}

/** Of all rows; null where there is none. Limits are not applied again: they were, pane by pane. */
export function mergedPredictions(records: readonly PaneRecord[]): PredictionPane | null {
  let merged: PredictionPane | null = null;
  for (const { prediction, segment } of records) {
    if (!prediction || segment !== '') continue;
    const pane = predictionPaneFromJson(prediction);
    if (!merged) {
      merged = pane;
      continue;
    }
    merged.n += pane.n;
    merged.failed += pane.failed;
    for (const [code, n] of pane.failures) merged.failures.set(code, (merged.failures.get(code) ?? 0) + n);
    mergeHistogram(merged.latency, pane.latency);
    mergeFeatures(merged.features, pane.features);
    mergeFeatures(merged.answers, pane.answers);
    mergeWeights(merged.weights, pane.weights);
  }
  return merged;
}

function mergedOutcomes(records: readonly PaneRecord[]): Map<string, OutcomePane> {
  const merged = new Map<string, OutcomePane>();
  for (const { outcome, segment } of records) {
    if (!outcome) continue;
    const pane = outcomePaneFromJson(outcome);
    const own = merged.get(segment);
    if (own) mergeOutcomePane(own, pane);
    else merged.set(segment, pane);
  }
  return merged;
}
