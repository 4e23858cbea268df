import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import * as metrics from '../../../src/metrics/index.js';

type Pair = readonly [predicted: number, actual: number];

function errorsOf(pairs: readonly Pair[]): metrics.RegressionErrors {
  const errors = metrics.emptyRegressionErrors();
  for (const [predicted, actual] of pairs) metrics.addRegressionError(errors, predicted, actual);
  return errors;
}

const all = {
  bias: metrics.bias,
  meanAbsoluteError: metrics.meanAbsoluteError,
  rootMeanSquaredError: metrics.rootMeanSquaredError,
  meanAbsolutePercentageError: metrics.meanAbsolutePercentageError,
  rSquared: metrics.rSquared,
  medianAbsoluteError: metrics.medianAbsoluteErrorOfHistogram,
};
const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -3, max: 3 }));
const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 50 });

describe('values of scikit-learn 1.9', () => {
  const errors = errorsOf([
    [2.5, 3],
    [0, -0.5],
    [2, 2],
    [8, 7],
  ]);

  it.each([
    ['mean absolute error', metrics.meanAbsoluteError(errors), 0.5],
    ['root mean squared error', metrics.rootMeanSquaredError(errors), 0.6123724356957945],
    ['mean absolute percentage error', metrics.meanAbsolutePercentageError(errors), 0.3273809523809524],
    ['R squared', metrics.rSquared(errors), 0.9486081370449679],
    ['median absolute error', metrics.medianAbsoluteError([2.5, 0, 2, 8], [3, -0.5, 2, 7]), 0.5],
    ['bias', metrics.bias(errors), 0.25],
  ])('%s', (_, found, expected) => {
    expect(found.value).toBeCloseTo(expected, 12);
  });
});

it('depend on the set of rows only: merging parts in any order is one pass', () => {
  fc.assert(
    fc.property(pairs, pairs, (first, second) => {
      const merged = errorsOf(second);
      metrics.mergeRegressionErrors(merged, errorsOf(first));
      const whole = errorsOf([...first, ...second]);
      for (const [name, metric] of Object.entries(all)) expect(metric(merged), name).toEqual(metric(whole));
    }),
  );
});

it('R squared keeps its digits far from 0', () => {
  const at = (offset: number) =>
    errorsOf(Array.from({ length: 40 }, (_, k): Pair => [offset + (k % 7), offset + (k % 5)]));
  // Whole numbers: all errors and deviations are the same at every offset, up to 2^50
  const near = metrics.rSquared(at(0)).value as number;
  for (const offset of [1e6, 1e10, 2 ** 50]) expect(metrics.rSquared(at(offset)).value).toBeCloseTo(near, 9);
});

it('the median from a histogram is within a bin of the exact one', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 99 }), (rows) => {
      const found = metrics.medianAbsoluteErrorOfHistogram(errorsOf(rows)).value as number;
      const sorted = rows.map(([predicted, actual]) => Math.abs(predicted - actual)).sort((a, b) => a - b);
      // Any value between the two middle ones is a median.
      const low = sorted[Math.floor((sorted.length - 1) / 2)] as number;
      const high = sorted[Math.ceil((sorted.length - 1) / 2)] as number;
      expect(found).toBeGreaterThanOrEqual(low * (1 - 2 ** -19) - 2 ** -1022);
      expect(found).toBeLessThanOrEqual(high * (1 + 2 ** -19) + 2 ** -1022);
    }),
  );
});

describe('what is undefined is null, with its reason', () => {
  it.each([
    [metrics.bias(errorsOf([])), 'there are no rows'],
    [metrics.rSquared(errorsOf([[1, 2]])), 'one outcome has no variance'],
    [
      metrics.rSquared(
        errorsOf([
          [1, 2],
          [3, 2],
        ]),
      ),
      'all outcomes are equal: they have no variance to explain',
    ],
    [
      metrics.rSquared(
        errorsOf([
          [1, 0.1],
          [1, 0.1],
          [1, 0.1],
        ]),
      ),
      'all outcomes are equal: they have no variance to explain',
    ],
    [
      metrics.meanAbsolutePercentageError(
        errorsOf([
          [1, 0],
          [1, 2],
        ]),
      ),
      '1 of 2 outcomes are 0: no share of them exists',
    ],
    [metrics.medianAbsoluteError([], []), 'there are no rows'],
  ])('%o', (found, reason) => {
    expect(found).toEqual({ value: null, reason });
  });

  it('and rows without a finite square are refused', () => {
    expect(() => errorsOf([[NaN, 1]])).toThrow('NaN predicted for 1 has no finite square');
    expect(() => errorsOf([[1, 1e300]])).toThrow('no finite square');
    expect(() => metrics.medianAbsoluteError([1, Infinity], [1, 1])).toThrow('row 1 has no finite error');
  });
});
