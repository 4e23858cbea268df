/** The states of leeway/metrics, each with its four verbs. */
import {
  addToHistogram,
  emptyHistogram,
  histogramFromJson,
  histogramToJson,
  mergeHistogram,
  type NumericHistogram,
  type NumericHistogramJson,
} from '../../../src/aggregates/numeric-histogram.js';
import * as metrics from '../../../src/metrics/index.js';
import type { Mergeable } from './in-parts.js';

export interface LabelRow {
  readonly predicted: string;
  readonly actual: string;
  readonly weight: number;
}

export const confusions: Mergeable<metrics.Confusion, LabelRow> = {
  empty: () => new Map(),
  add: (state, { predicted, actual, weight }) => metrics.addToConfusion(state, predicted, actual, weight),
  merge: metrics.mergeConfusion,
  stored: (state) =>
    metrics.confusionFromJson(throughText(metrics.confusionToJson(state)) as metrics.ConfusionJson),
};

export interface ScoreRow {
  readonly score: number;
  readonly outcome: 0 | 1;
}

const means = {
  empty: metrics.emptyMean,
  merge: metrics.mergeMean,
  stored: (state: metrics.ExactMean) =>
    metrics.meanFromJson(throughText(metrics.meanToJson(state)) as metrics.ExactMeanJson),
};

export const logLosses: Mergeable<metrics.ExactMean, ScoreRow> = {
  ...means,
  add: (state, { score, outcome }) => metrics.addLogLoss(state, outcome === 1 ? score : 1 - score),
};

export const brierScores: Mergeable<metrics.ExactMean, ScoreRow> = {
  ...means,
  add: (state, { score, outcome }) => metrics.addBrier(state, score, outcome),
};

export function calibrations(bins: number): Mergeable<metrics.CalibrationBins, ScoreRow> {
  return {
    empty: () => metrics.emptyCalibration(bins),
    add: (state, { score, outcome }) => metrics.addToCalibration(state, score, outcome),
    merge: metrics.mergeCalibration,
    stored: (state) =>
      metrics.calibrationFromJson(throughText(metrics.calibrationToJson(state)) as metrics.CalibrationJson),
  };
}

/** By outcome. */
export interface ScoreHistograms {
  positive: NumericHistogram;
  negative: NumericHistogram;
}

export const scoreHistograms: Mergeable<ScoreHistograms, ScoreRow> = {
  empty: () => ({ positive: emptyHistogram(), negative: emptyHistogram() }),
  add: ({ positive, negative }, { score, outcome }) =>
    addToHistogram(outcome === 1 ? positive : negative, score),
  merge: (into, from) => {
    mergeHistogram(into.positive, from.positive);
    mergeHistogram(into.negative, from.negative);
  },
  stored: ({ positive, negative }) => ({
    positive: storedHistogram(positive),
    negative: storedHistogram(negative),
  }),
};

export interface NumberRow {
  readonly predicted: number;
  readonly actual: number;
}

export const regressionErrors: Mergeable<metrics.RegressionErrors, NumberRow> = {
  empty: metrics.emptyRegressionErrors,
  add: (state, { predicted, actual }) => metrics.addRegressionError(state, predicted, actual),
  merge: metrics.mergeRegressionErrors,
  stored: (state) =>
    metrics.regressionErrorsFromJson(
      throughText(metrics.regressionErrorsToJson(state)) as metrics.RegressionErrorsJson,
    ),
};

function storedHistogram(h: NumericHistogram): NumericHistogram {
  return histogramFromJson(throughText(histogramToJson(h)) as NumericHistogramJson);
}

function throughText(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json));
}
