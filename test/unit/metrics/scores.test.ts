import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addToHistogram, emptyHistogram, mergeHistogram } from '../../../src/aggregates/numeric-histogram.js';
import * as metrics from '../../../src/metrics/index.js';

const outcomes = [0, 1, 1, 0, 1, 0, 0, 1] as const;
const scores = [0.1, 0.8, 0.4, 0.4, 0.9, 0.6, 0, 0.7];

const rows = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom<0 | 1>(0, 1)), {
  minLength: 2,
  maxLength: 200,
});

function histograms(pairs: readonly (readonly [number, 0 | 1])[], cap: number) {
  const sides = { positive: emptyHistogram(cap), negative: emptyHistogram(cap) };
  for (const [score, outcome] of pairs) {
    addToHistogram(outcome === 1 ? sides.positive : sides.negative, score);
  }
  return sides;
}

describe('values of scikit-learn 1.9', () => {
  it.each([
    ['logLoss', metrics.logLoss(scores, outcomes), 0.39174332676036194],
    ['logLoss of a certain mistake', metrics.logLoss([0, 0.5], [1, 0]), 18.36840028483855],
    ['brier', metrics.brier(scores, outcomes), 0.12875],
    ['rocAuc', metrics.rocAuc(scores, outcomes), 0.90625],
    ['averagePrecision', metrics.averagePrecision(scores, outcomes), 0.9166666666666666],
  ])('%s', (_, found, value) => {
    expect(found.value).toBeCloseTo(value, 12);
  });
});

it('losses of several classes: a mean that merges', () => {
  const [first, second] = [metrics.emptyMean(), metrics.emptyMean()];
  const said = new Map([
    ['a', 0.5],
    ['b', 0.25],
    ['c', 0.25],
  ]);
  metrics.addMulticlassBrier(first, said, 'a');
  metrics.addMulticlassBrier(second, said, 'd');
  metrics.mergeMean(first, second);
  // by hand: .25 + .0625 + .0625 and .25 + .0625 + .0625 + 1
  expect(metrics.meanValue(first).value).toBeCloseTo((0.375 + 1.375) / 2, 12);
});

describe('from mergeable score histograms', () => {
  it.each([
    ['rocAuc', metrics.rocAuc, metrics.rocAucOfHistograms],
    ['averagePrecision', metrics.averagePrecision, metrics.averagePrecisionOfHistograms],
  ])('%s is within its stated error, at every coarseness', (_, exact, estimate) => {
    fc.assert(
      fc.property(rows, fc.constantFrom(2, 4, 8, 64, 512), (pairs, cap) => {
        const { positive, negative } = histograms(pairs, cap);
        const found = estimate(positive, negative);
        const truth = exact(
          pairs.map(([score]) => score),
          pairs.map(([, outcome]) => outcome),
        );
        if (found.value === null || truth.value === null) expect(found).toEqual(truth);
        else expect(Math.abs(found.value - truth.value)).toBeLessThanOrEqual(found.error + 1e-12);
      }),
    );
  });

  it('are exact while bins keep distinct scores apart', () => {
    const { positive, negative } = histograms(
      scores.map((score, row) => [score, outcomes[row] as 0 | 1]),
      512,
    );
    expect(metrics.rocAucOfHistograms(positive, negative).value).toBeCloseTo(0.90625, 12);
    expect(metrics.averagePrecisionOfHistograms(positive, negative).value).toBeCloseTo(
      0.9166666666666666,
      12,
    );
  });

  it('are the same from parts as from the whole', () => {
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const merged = histograms(first, 8);
        const other = histograms(second, 8);
        mergeHistogram(merged.positive, other.positive);
        mergeHistogram(merged.negative, other.negative);
        const whole = histograms([...first, ...second], 8);
        expect(metrics.averagePrecisionOfHistograms(merged.positive, merged.negative)).toEqual(
          metrics.averagePrecisionOfHistograms(whole.positive, whole.negative),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('expectedCalibrationError', () => {
  function calibration(pairs: readonly (readonly [number, 0 | 1])[], bins?: number) {
    const state = metrics.emptyCalibration(bins);
    for (const [score, outcome] of pairs) metrics.addToCalibration(state, score, outcome);
    return state;
  }

  it('is the mean distance of score from outcome, bin by bin', () => {
    // by hand: bins [0, .5) and [.5, 1]: |.2 + .4 - 1| and |.7 + .9 + 1 - 2|, over 5 rows
    const state = calibration(
      [
        [0.2, 0],
        [0.4, 1],
        [0.7, 1],
        [0.9, 0],
        [1, 1],
      ],
      2,
    );
    expect(metrics.expectedCalibrationError(state).value).toBeCloseTo((0.4 + 0.6) / 5, 12);
  });

  it('is the same from parts as from the whole', () => {
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const merged = calibration(first);
        metrics.mergeCalibration(merged, calibration(second));
        expect(metrics.expectedCalibrationError(merged)).toEqual(
          metrics.expectedCalibrationError(calibration([...second, ...first])),
        );
      }),
    );
  });

  it('refuses other numbers of bins, and scores that are no probability', () => {
    expect(() => metrics.emptyCalibration(0)).toThrow('bins is a whole number from 1 on, not 0');
    expect(() => calibration([[1.2, 1]])).toThrow('between 0 and 1, not 1.2');
    const [two, three] = [metrics.emptyCalibration(2), metrics.emptyCalibration(3)];
    expect(() => metrics.mergeCalibration(two, three)).toThrow('2 bins does not merge with 3');
  });
});

describe('what is undefined is null, with its reason', () => {
  it.each([
    [metrics.rocAuc([0.5], [1]), 'there are no negative outcomes'],
    [metrics.rocAuc([0.5], [0]), 'there are no positive outcomes'],
    [metrics.averagePrecision([0.5], [0]), 'there are no positive outcomes'],
    [metrics.rocAucOfHistograms(emptyHistogram(), emptyHistogram()), 'there are no positive outcomes'],
    [metrics.logLoss([], []), 'there are no rows'],
    [metrics.expectedCalibrationError(metrics.emptyCalibration()), 'there are no rows'],
  ])('%o', (found, reason) => {
    expect(found).toEqual({ value: null, reason });
  });

  it('and what is no score or outcome is refused by its row', () => {
    expect(() => metrics.rocAuc([0.1, NaN], [0, 1])).toThrow('score 1 is NaN');
    expect(() => metrics.brier([0.1, 2], [0, 1])).toThrow('between 0 and 1, not 2');
    expect(() => metrics.logLoss([0.1], [])).toThrow('1 scores but 0 outcomes');
    expect(() => metrics.rocAuc([0.1], [7 as 0 | 1])).toThrow('outcome 0 is 7, not 0 or 1');
  });
});
