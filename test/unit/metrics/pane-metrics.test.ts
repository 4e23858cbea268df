import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPair, emptyOutcomePane, PROBABILITY_FLOOR } from '../../../src/aggregates/outcome-pane.js';
import { addPrediction, emptyPredictionPane } from '../../../src/aggregates/prediction-pane.js';
import type { Answer, Prediction } from '../../../src/events/event.js';
import { outcomeRate, performanceValues, serviceValues } from '../../../src/metrics/pane-metrics.js';
import { anyOutcome, anyPrediction } from '../events/arbitrary.js';

function paneOf(pairs: readonly (readonly [Answer | { task: 'failed' }, number | string])[]) {
  const pane = emptyOutcomePane();
  for (const [answer, outcome] of pairs) addPair(pane, answer, outcome, undefined);
  return pane;
}
const binary = (score: number): Answer => ({ task: 'binary', label: score >= 0.5 ? 1 : 0, score });

describe('performanceValues', () => {
  it('of a binary model, with the values of the examples in the documentation of scikit-learn', () => {
    const spam = performanceValues(paneOf([[binary(0.9), 1], [binary(0.1), 0], [binary(0.2), 0], [binary(0.65), 1]]), 'binary'); // prettier-ignore
    expect(spam['logLoss']).toBeCloseTo(-(2 * Math.log(0.9) + Math.log(0.8) + Math.log(0.65)) / 4, 12);
    expect(spam['logLoss']).toBeCloseTo(0.21616, 5);
    expect(spam).toMatchObject({
      outcomes: 4,
      accuracy: 1,
      precision: 1,
      recall: 1,
      f1: 1,
      auc: 1,
      outcomeRate: 0.5,
    });
    const brier = performanceValues(paneOf([[binary(0.1), 0], [binary(0.9), 1], [binary(0.8), 1], [binary(0.3), 0]]), 'binary'); // prettier-ignore
    expect(brier['brier']).toBeCloseTo(0.0375, 12);
  });

  it('of a multiclass model: log loss of what happened, Brier score over the classes', () => {
    const answer = (probabilities: Record<string, number>): Answer => ({
      task: 'multiclass',
      label: 'a',
      probabilities,
    });
    const values = performanceValues(paneOf([[answer({ a: 0.7, b: 0.2, c: 0.1 }), 'a'], [answer({ a: 0.5, b: 0.5 }), 'c']]), 'multiclass'); // prettier-ignore
    expect(values['logLoss']).toBeCloseTo(-(Math.log(0.7) + Math.log(PROBABILITY_FLOOR)) / 2, 12);
    expect(values['brier']).toBeCloseTo((0.09 + 0.04 + 0.01 + 0.25 + 0.25 + 1) / 2, 12);
    expect(values).toMatchObject({ accuracy: 0.5 });
    expect(values).not.toHaveProperty('auc');
    expect(values).not.toHaveProperty('outcomeRate');
  });

  it('of a regression: bias is prediction less outcome', () => {
    const pane = paneOf([[{ task: 'regression', value: 3 }, 1], [{ task: 'regression', value: 1 }, 5], [{ task: 'regression', value: 1 }, 'x']]); // prettier-ignore
    expect(performanceValues(pane, 'regression')).toEqual({
      outcomes: 2,
      mismatchedOutcomes: 1,
      mae: 3,
      bias: -1,
      rmse: Math.sqrt(10),
    });
  });

  it('adds up business values', () => {
    const pane = emptyOutcomePane();
    addPair(pane, binary(0.9), 1, { revenue: 10 });
    addPair(pane, { task: 'failed' }, 1, { revenue: 5 });
    expect(performanceValues(pane, 'binary')).toMatchObject({
      'value:revenue:sum': 15,
      'value:revenue:mean': 7.5,
    });
  });

  it('leaves out what is undefined', () => {
    expect(performanceValues(emptyOutcomePane(), 'binary')).toEqual({ outcomes: 0 });
    expect(performanceValues(emptyOutcomePane(), 'regression')).toEqual({ outcomes: 0 });
    expect(performanceValues(paneOf([[{ task: 'binary', label: 0 }, 0]]), 'binary')).toEqual({
      outcomes: 1,
      accuracy: 1,
      outcomeRate: 0,
    });
    expect(outcomeRate(emptyOutcomePane())).toBeNull();
  });

  it('has finite values only, whatever came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyPrediction, anyOutcome)),
        fc.constantFrom('binary', 'multiclass', 'regression'),
        (pairs, task) => {
          const pane = emptyOutcomePane();
          for (const [{ answer }, { outcome, values }] of pairs) {
            if (answer.task === task || answer.task === 'failed') addPair(pane, answer, outcome, values);
          }
          for (const [name, value] of Object.entries(performanceValues(pane, task)))
            expect([name, Number.isFinite(value)]).toEqual([name, true]);
        },
      ),
    );
  });
});

describe('serviceValues', () => {
  const prediction: Prediction = {
    kind: 'prediction',
    id: 'a',
    model: 'm',
    version: '1',
    time: 0,
    features: {},
    answer: binary(0.9),
  };

  it('counts predictions and failures, and has latency quantiles in milliseconds', () => {
    const pane = emptyPredictionPane();
    for (let ms = 1; ms <= 100; ms++) addPrediction(pane, { ...prediction, latencyMs: ms }, true);
    addPrediction(pane, { ...prediction, answer: { task: 'failed', code: 'timeout' } }, true);
    const values = serviceValues(pane);
    expect(values).toMatchObject({ predictions: 101, failureRate: 1 / 101 });
    expect(
      [values['latencyP50'], values['latencyP95'], values['latencyP99']].map((ms) => Math.round(ms ?? NaN)),
    ).toEqual([50, 95, 99]);
  });

  it('leaves out what is undefined', () => {
    expect(serviceValues(emptyPredictionPane())).toEqual({ predictions: 0 });
  });
});
