import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOf, innovation } from '../../../../detectors/conformal/innovations.js';
import { seededRandom } from '../../../../detectors/random.js';
import { normal } from '../../../support/synthetic-panes.js';

const onEnd = (scores: readonly number[]): [number, number][] =>
  scores.map((score, index) => [100 + index, score]);

describe('carryOf', () => {
  it('is about the share that an autoregression carries on', () => {
    const random = seededRandom(3);
    let score = 0;
    const scores = Array.from({ length: 20_000 }, () => (score = 0.6 * score + normal(random)));
    expect(carryOf(onEnd(scores))).toBeCloseTo(0.6, 1);
  });

  it('is the lag-1 autocorrelation of its definition', () => {
    const scores = [1, 2, 4, 3, 0];
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = scores.map((score) => score - 2);
    const expected = (a * b + b * c + c * d + d * e) / (a * a + b * b + c * c + d * d + e * e);
    expect(carryOf(onEnd(scores))).toBeCloseTo(expected, 12);
  });

  it('knows neighbours by their number, in any order, and not across a gap', () => {
    const scores = onEnd([3, 3, 3, -1, -1, -1]);
    expect(carryOf([...scores].reverse())).toBeCloseTo(carryOf(scores), 12);
    const apart = scores.map(([unit, score]): [number, number] => [2 * unit, score]);
    expect(carryOf(apart)).toBe(0);
  });

  it('is between 0 and .9 whatever the scores, and 0 of constants and of nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 })), (scores) => {
        const carry = carryOf(onEnd(scores));
        expect(carry).toBeGreaterThanOrEqual(0);
        expect(carry).toBeLessThanOrEqual(0.9);
      }),
    );
    expect(carryOf(onEnd([5, 5, 5]))).toBe(0);
    expect(carryOf([])).toBe(0);
  });
});

describe('innovation', () => {
  it('takes off what was expected; without a unit before an ordinary one is taken', () => {
    expect(innovation(0.5, 3, 2)).toBe(2);
    expect(innovation(0.5, 3, null)).toBe(3);
    expect(innovation(0, 3, Infinity)).toBe(3);
  });
});
