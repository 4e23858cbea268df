import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToHistogram, emptyHistogram, mergeHistogram } from '../../../src/aggregates/numeric-histogram.js';
import { expectedLoss } from '../../../src/policy/expected-loss.js';

function lossOf(...scores: readonly number[]) {
  const h = emptyHistogram();
  for (const score of scores) addToHistogram(h, score);
  return expectedLoss(h);
}

describe('expectedLoss', () => {
  it('is the entropy of the scores, in nats', () => {
    expect(lossOf(0.5)).toMatchObject({
      n: 1,
      sum: expect.closeTo(Math.LN2, 6),
      sumSquares: expect.closeTo(Math.LN2 ** 2, 6),
    });
    const entropy = -0.1 * Math.log(0.1) - 0.9 * Math.log(0.9);
    expect(lossOf(0.1, 0.9, 0.1).sum).toBeCloseTo(3 * entropy, 5);
    expect(lossOf(0, 1, 1).sum).toBeCloseTo(0, 9);
    expect(lossOf()).toEqual({ n: 0, sum: 0, sumSquares: 0 });
  });

  it('is what a calibrated classifier loses: the mean log loss when each score comes true as often as it says', () => {
    const scores = [0.2, 0.35, 0.5, 0.8];
    const losses = scores.map((p) => p * -Math.log(p) + (1 - p) * -Math.log(1 - p));
    expect(lossOf(...scores).sum).toBeCloseTo(
      losses.reduce((a, b) => a + b),
      5,
    );
  });

  it('depends on the set of scores only', () => {
    const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        const [left, right] = [emptyHistogram(), emptyHistogram()];
        for (const x of a) addToHistogram(left, x);
        for (const x of b) addToHistogram(right, x);
        mergeHistogram(right, left);
        expect(expectedLoss(right)).toEqual(lossOf(...a, ...b));
      }),
    );
  });
});
