import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { chiSquared, hellinger, psi, totalVariation } from '../../../src/distances/index.js';

describe('chiSquared', () => {
  it('has the values of SciPy, with and without the correction of Yates', () => {
    const result = chiSquared([10, 20, 30], [20, 20, 20]);
    expect(result.statistic).toBeCloseTo(5.333333333333334, 12);
    expect(result.p).toBeCloseTo(0.0694834512228015, 12);
    expect(result.degreesOfFreedom).toBe(2);
    const corrected = chiSquared([10, 20], [30, 20], { yates: true });
    expect(corrected.statistic).toBeCloseTo(4.32, 12);
    expect(corrected.p).toBeCloseTo(0.03766692222862869, 12);
  });

  it('leaves bins out that are empty on both sides', () => {
    expect(chiSquared([5, 0, 9], [7, 0, 3])).toEqual(chiSquared([5, 9], [7, 3]));
    expect(chiSquared([5], [9])).toMatchObject({ statistic: 0, p: 1, degreesOfFreedom: 0 });
  });

  it('refuses a side without rows by name', () => {
    expect(() => chiSquared([0], [1])).toThrow(/^now has no rows/);
    expect(() => chiSquared([1], [])).toThrow(/^reference has no rows/);
  });
});

describe('hellinger', () => {
  const histogram = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 9 });

  it('is a metric from 0 to 1, on either side of total variation as it must', () => {
    fc.assert(
      fc.property(histogram, histogram, histogram, (a, b, c) => {
        const distance = hellinger(a, b);
        expect(hellinger(b, a)).toBeCloseTo(distance, 12);
        expect(distance).toBeLessThanOrEqual(hellinger(a, c) + hellinger(c, b) + 1e-12);
        // H^2 <= TV <= sqrt(2) H
        expect(distance ** 2).toBeLessThanOrEqual(totalVariation(a, b) + 1e-12);
        expect(totalVariation(a, b)).toBeLessThanOrEqual(Math.SQRT2 * distance + 1e-12);
      }),
    );
    expect(hellinger([3, 0], [0, 9])).toBe(1);
    // by hand: sqrt(1 - (sqrt(.5 * .8) + sqrt(.5 * .2)))
    expect(hellinger([5, 5], [8, 2])).toBeCloseTo(Math.sqrt(1 - Math.sqrt(0.4) - Math.sqrt(0.1)), 12);
  });
});

it('psi is the population stability index', () => {
  expect(psi([2000, 8000], [5000, 5000])).toBeCloseTo(0.3 * Math.log(4), 2);
});
