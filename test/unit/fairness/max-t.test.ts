import { describe, expect, it } from 'vitest';

import { upperT } from '../../../detectors/f-quantile.js';
import { seededRandom } from '../../../detectors/random.js';
import { simultaneousCritical, varianceOf, type Contrast } from '../../../src/fairness/max-t.js';

const alone = (count: number): Contrast[] =>
  Array.from({ length: count }, (_, plus) => ({ plus, minus: null }));
const criticalOf = (covariance: number[][], degrees: number, contrasts: Contrast[]): number =>
  simultaneousCritical({ covariance, degrees }, contrasts, 0.95, seededRandom(1));

describe('the critical value of the largest |t|', () => {
  it.each([3, 19, 150])("is Student's of one contrast, at %i degrees", (degrees) => {
    const critical = criticalOf([[4]], degrees, alone(1));
    expect(Math.abs(critical / upperT(0.025, degrees) - 1)).toBeLessThan(0.05);
  });

  it("is Šidák's of independent ones, nearly normal ones at many degrees", () => {
    const identity = Array.from({ length: 10 }, (_, i) =>
      Array.from({ length: 10 }, (_, j) => Number(i === j)),
    );
    // Standard normal: P(|Z| > z) = 1 - .95^(1/10).
    expect(Math.abs(criticalOf(identity, 1e6, alone(10)) - 2.7995)).toBeLessThan(0.06);
  });

  it('is that of one for ten that move as one, and for a contrast beside one without variance', () => {
    const ones = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 1));
    expect(Math.abs(criticalOf(ones, 1e6, alone(10)) - 1.96)).toBeLessThan(0.06);
    const still = [...alone(2), { plus: 0, minus: 1 }];
    expect(
      Math.abs(
        criticalOf(
          [
            [1, 1],
            [1, 1],
          ],
          1e6,
          still,
        ) - 1.96,
      ),
    ).toBeLessThan(0.06);
  });

  it("is Tukey's of all pairs of three", () => {
    const identity = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const pairs = [
      { plus: 1, minus: 0 },
      { plus: 2, minus: 0 },
      { plus: 2, minus: 1 },
    ];
    // Studentised range q(.95; 3, infinity) = 3.314, over the square root of 2.
    expect(Math.abs(criticalOf(identity, 1e6, pairs) - 2.343)).toBeLessThan(0.06);
  });

  it('takes variances of contrasts from the covariance', () => {
    const spread = {
      covariance: [
        [4, 1],
        [1, 9],
      ],
      degrees: 5,
    };
    expect(varianceOf(spread, { plus: 0, minus: null })).toBe(4);
    expect(varianceOf(spread, { plus: 1, minus: 0 })).toBe(11);
  });
});
