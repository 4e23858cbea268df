import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPair, emptyOutcomePane, PROBABILITY_FLOOR } from '../../../src/aggregates/outcome-pane.js';
import { addPrediction, emptyPredictionPane } from '../../../src/aggregates/prediction-pane.js';
import type { Answer, Prediction } from '../../../src/events/event.js';
import * as metrics from '../../../src/metrics/index.js';
import { performanceOf, performanceValues, serviceValues } from '../../../src/metrics/pane-metrics.js';
import { METRICS } from '../../../src/metrics/registry.js';
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
      medianAbsoluteError: expect.closeTo(3, 5) as number,
      mape: 1.4,
      r2: 1 - 20 / 8,
      outcomeMean: 3,
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
    expect(performanceOf(paneOf([[{ task: 'binary', label: 0 }, 0]]), 'binary')).toEqual({
      values: { outcomes: 1, accuracy: 1, balancedAccuracy: 1, outcomeRate: 0 },
      undefined: {
        precision: 'class 1 was never predicted',
        recall: 'class 1 never happened',
        f1: 'class 1 was never predicted and never happened',
        mcc: 'only one class happened',
        kappa: 'one class only, both predicted and actual',
        logLoss: 'the predictions came without scores or probabilities',
        brier: 'the predictions came without scores or probabilities',
        ece: 'the predictions came without scores or probabilities',
        auc: 'the predictions came without scores or probabilities',
        averagePrecision: 'the predictions came without scores or probabilities',
      },
    });
  });

  it('says why, where a number would be beyond float64', () => {
    const huge = paneOf([[{ task: 'regression', value: 1.7e308 }, -1.7e308], [{ task: 'regression', value: 0 }, 0]]); // prettier-ignore
    const { values, undefined: missing } = performanceOf(huge, 'regression');
    expect(missing).toMatchObject({
      mape: '1 of 2 outcomes are 0: no share of them exists',
      r2: 'an outcome is beyond 3e144: it has no finite square',
    });
    expect(values).toMatchObject({ outcomes: 2, mae: 0, bias: 0, outcomeMean: -0.85e308 });
  });

  it.each(['binary', 'multiclass', 'regression'] as const)(
    'has every metric of a %s model that the registry names, or the reason why not, and no other',
    (task) => {
      const rows: Parameters<typeof paneOf>[0] = {
        binary: [[binary(0.9), 1], [binary(0.3), 0], [binary(0.4), 1]] as const,
        multiclass: [[{ task: 'multiclass', label: 'a', probabilities: { a: 0.7, b: 0.3 } }, 'b']] as const,
        regression: [[{ task: 'regression', value: 2 }, 0]] as const,
      }[task]; // prettier-ignore
      const { values, undefined: missing } = performanceOf(paneOf(rows), task);
      const named = METRICS.filter(
        ({ name, side, tasks }) =>
          side === 'outcome' &&
          tasks.includes(task) &&
          !['mismatchedOutcomes', 'sampledOutOutcomes', 'costPerPrediction'].includes(name),
      );
      expect([...Object.keys(values), ...Object.keys(missing)].sort()).toEqual(
        named.map(({ name }) => name).sort(),
      );
    },
  );

  it('of labels and scores, equals leeway/metrics on the rows themselves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 64 }), fc.constantFrom(0 as const, 1 as const)), {
          minLength: 1,
        }),
        (rows) => {
          // Sixty-fourths are exact in a histogram, so nothing is lost in bins.
          const scored = rows.map(([n, outcome]) => ({ score: n / 64, outcome }));
          const { values, undefined: missing } = performanceOf(
            paneOf(scored.map(({ score, outcome }) => [binary(score), outcome])),
            'binary',
          );
          const [scores, outcomes] = [scored.map(({ score }) => score), scored.map(({ outcome }) => outcome)];
          const confusion = metrics.confusionOf(
            scores.map((score) => (score >= 0.5 ? '1' : '0')),
            outcomes.map(String),
          );
          const calibration = metrics.emptyCalibration();
          for (const { score, outcome } of scored) metrics.addToCalibration(calibration, score, outcome);
          const expected = {
            accuracy: metrics.accuracy(confusion),
            balancedAccuracy: metrics.balancedAccuracy(confusion),
            precision: metrics.precision(confusion),
            mcc: metrics.matthewsCorrelation(confusion),
            kappa: metrics.cohensKappa(confusion),
            auc: metrics.rocAuc(scores, outcomes),
            averagePrecision: metrics.averagePrecision(scores, outcomes),
            brier: metrics.brier(scores, outcomes),
            ece: metrics.expectedCalibrationError(calibration),
          };
          for (const [name, { value, reason }] of Object.entries(expected)) {
            if (value === null) expect([name, missing[name]]).toEqual([name, reason]);
            else expect(values[name]).toBeCloseTo(value, 9);
          }
        },
      ),
    );
  });

  it('of numbers, equals leeway/metrics on the rows themselves, far from 0 too', () => {
    const number = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 1 }),
        fc.constantFrom(0, 1e9),
        (rows, offset) => {
          const errors = metrics.emptyRegressionErrors();
          const pane = emptyOutcomePane();
          for (const [a, b] of rows) {
            metrics.addRegressionError(errors, a + offset, b + offset);
            addPair(pane, { task: 'regression', value: a + offset }, b + offset, undefined);
          }
          const { values, undefined: missing } = performanceOf(pane, 'regression');
          const expected = {
            mae: metrics.meanAbsoluteError(errors),
            rmse: metrics.rootMeanSquaredError(errors),
            mape: metrics.meanAbsolutePercentageError(errors),
            r2: metrics.rSquared(errors),
            bias: metrics.bias(errors),
          };
          for (const [name, { value, reason }] of Object.entries(expected)) {
            if (value === null) expect([name, missing[name]]).toEqual([name, reason]);
            else expect(values[name]).toBeCloseTo(value, 9);
          }
        },
      ),
    );
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
