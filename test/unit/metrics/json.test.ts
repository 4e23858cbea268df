/** States as JSON: nothing is lost, they go on merging, and equal states have equal bytes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import * as metrics from '../../../src/metrics/index.js';

interface Form<State, Row> {
  readonly empty: () => State;
  readonly add: (state: State, row: Row) => void;
  readonly merge: (into: State, from: State) => void;
  readonly toJson: (state: State) => unknown;
  /** Of what JSON.parse gives. */
  readonly fromJson: (json: never) => State;
  readonly rows: fc.Arbitrary<Row>;
}

const finite = fc.oneof(
  fc.double({ min: -1e100, max: 1e100, noNaN: true }),
  fc.constantFrom(0, -0, 5e-324, 1e-300, 2 ** 53, 0.1),
);
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const label = fc.constantFrom('a', 'b', '', '1', 'é', '__proto__');

const regression: Form<metrics.RegressionErrors, [number, number]> = {
  empty: metrics.emptyRegressionErrors,
  add: (state, [predicted, actual]) => metrics.addRegressionError(state, predicted, actual),
  merge: metrics.mergeRegressionErrors,
  toJson: metrics.regressionErrorsToJson,
  fromJson: metrics.regressionErrorsFromJson,
  rows: fc.tuple(finite, finite),
};
const mean: Form<metrics.ExactMean, number> = {
  empty: metrics.emptyMean,
  add: metrics.addToMean,
  merge: metrics.mergeMean,
  toJson: metrics.meanToJson,
  fromJson: metrics.meanFromJson,
  rows: fc.oneof(finite, fc.constantFrom(1e308, -1e308)),
};
const calibration: Form<metrics.CalibrationBins, [number, 0 | 1]> = {
  empty: () => metrics.emptyCalibration(7),
  add: (state, [score, outcome]) => metrics.addToCalibration(state, score, outcome),
  merge: metrics.mergeCalibration,
  toJson: metrics.calibrationToJson,
  fromJson: metrics.calibrationFromJson,
  rows: fc.tuple(probability, fc.constantFrom<0 | 1>(0, 1)),
};
const confusion: Form<metrics.Confusion, [string, string]> = {
  empty: () => new Map(),
  add: (state, [predicted, actual]) => metrics.addToConfusion(state, predicted, actual),
  merge: metrics.mergeConfusion,
  toJson: metrics.confusionToJson,
  fromJson: metrics.confusionFromJson,
  rows: fc.tuple(label, label),
};

describe('the JSON of a state', () => {
  it.each([
    ['RegressionErrors', regression],
    ['ExactMean', mean],
    ['CalibrationBins', calibration],
    ['Confusion', confusion],
  ] as [string, Form<unknown, unknown>][])('%s', (_, form) => {
    const of = (rows: readonly unknown[]): unknown => {
      const state = form.empty();
      for (const row of rows) form.add(state, row);
      return state;
    };
    const text = (state: unknown): string => JSON.stringify(form.toJson(state));
    const back = (state: unknown): unknown => form.fromJson(JSON.parse(text(state)) as never);
    fc.assert(
      fc.property(fc.array(form.rows), fc.array(form.rows), (first, second) => {
        const merged = back(of(first));
        form.merge(merged, back(of(second)));
        expect(text(merged)).toBe(text(of([...second, ...first])));
        expect(text(back(merged))).toBe(text(merged));
      }),
    );
  });
});
