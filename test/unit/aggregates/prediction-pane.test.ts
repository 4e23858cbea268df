import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPrediction,
  emptyPredictionPane,
  MAX_FAILURE_CODES,
  MAX_FEATURES,
  mergePredictionPane,
  predictionPaneFromJson,
  predictionPaneToJson,
} from '../../../src/aggregates/prediction-pane.js';
import type { Prediction } from '../../../src/events/event.js';
import { serviceValues } from '../../../src/metrics/pane-metrics.js';
import { anyPrediction } from '../events/arbitrary.js';
import { obeysTheLaws } from './monoid.js';

const laws = {
  empty: emptyPredictionPane,
  merge: mergePredictionPane,
  toJson: predictionPaneToJson,
  fromJson: predictionPaneFromJson,
};
obeysTheLaws(
  'PredictionPane',
  { ...laws, add: (pane, p: Prediction) => addPrediction(pane, p, true) },
  anyPrediction,
  12,
);

const one: Prediction = {
  kind: 'prediction',
  id: 'a',
  model: 'm',
  version: '1',
  time: 0,
  features: { x: 1, carrier: 'UA' },
  answer: { task: 'binary', label: 1, score: 0.75 },
  latencyMs: 4,
};

describe('PredictionPane', () => {
  it('holds features, answers, failures and latency', () => {
    const pane = emptyPredictionPane();
    addPrediction(pane, one, true);
    addPrediction(pane, { ...one, answer: { task: 'failed', code: 'timeout' } }, true);
    expect(pane.n).toBe(2);
    expect([...pane.failures]).toEqual([['timeout', 1]]);
    expect(pane.features.get('x')?.numeric?.n).toBe(2);
    expect(pane.features.get('carrier')?.categories?.n).toBe(2);
    expect(pane.answers.get('score')?.numeric?.n).toBe(1);
    expect(pane.answers.get('label')?.categories?.n).toBe(1);
    expect(pane.latency.n).toBe(2);
  });

  it('counts every failure, though it keeps the codes of a few only', () => {
    const failed = (code: string): Prediction => ({ ...one, answer: { task: 'failed', code } });
    const [pane, other] = [emptyPredictionPane(), emptyPredictionPane()];
    for (let i = 0; i < 300; i++) addPrediction(pane, failed(`c${i}`), true);
    for (let i = 200; i < 400; i++) addPrediction(other, failed(`c${i}`), true);
    mergePredictionPane(pane, predictionPaneFromJson(predictionPaneToJson(other)));
    expect(pane.failed).toBe(500);
    expect(predictionPaneToJson(pane)).toMatchObject({ n: 500, failed: 500 });
    expect(Object.keys(predictionPaneToJson(pane).failures)).toHaveLength(MAX_FAILURE_CODES);
    expect(serviceValues(pane)).toMatchObject({ failureRate: 1 });
  });

  it('reads panes that do not say how many failed', () => {
    const { failed: _, ...earlier } = predictionPaneToJson(emptyPredictionPane());
    expect(predictionPaneFromJson({ ...earlier, n: 9, failures: { a: 2, b: 3 } }).failed).toBe(5);
  });

  it('carries performance only where features are off', () => {
    const pane = emptyPredictionPane();
    addPrediction(pane, one, false);
    expect(pane).toMatchObject({ n: 1, features: new Map(), answers: new Map() });
  });

  it('limits features without asking who came first', () => {
    const wide = Array.from({ length: 8 }, (_, row) => ({
      ...one,
      features: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${(row * 100 + i) % 700}`, row])),
    }));
    const order = fc.shuffledSubarray(wide, { minLength: wide.length, maxLength: wide.length });
    fc.assert(
      fc.property(order, (rows) => {
        const pane = emptyPredictionPane();
        for (const row of rows) addPrediction(pane, row, true);
        const straight = emptyPredictionPane();
        for (const row of wide) addPrediction(straight, row, true);
        const json = predictionPaneToJson(pane);
        expect(Object.keys(json.features)).toHaveLength(MAX_FEATURES);
        expect(JSON.stringify(json)).toBe(JSON.stringify(predictionPaneToJson(straight)));
      }),
      { numRuns: 5 },
    );
  });
});
