import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentTLowerTail } from '../../../../src/training/proof/student-t.js';

describe('studentTLowerTail', () => {
  it.each([
    // Quantiles of printed tables (one-sided).
    [-6.313752, 1, 0.05],
    [-2.919986, 2, 0.05],
    [-2.015048, 5, 0.05],
    [-2.228139, 10, 0.025],
    [-1.770933, 13, 0.05],
    [-3.852, 13, 0.001],
    [-2.749996, 30, 0.005],
    [1.697261, 30, 0.95],
  ])('P(T <= %d), %i degrees of freedom, is %d', (t, df, p) => {
    expect(studentTLowerTail(t, df)).toBeCloseTo(p, 6);
  });

  it('has closed forms for one and two degrees of freedom', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (t) => {
        expect(studentTLowerTail(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 10);
        expect(studentTLowerTail(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 10);
      }),
    );
  });

  it('keeps its digits next to zero', () => {
    expect(studentTLowerTail(-1e-9, 1)).toBeCloseTo(0.5 - 1e-9 / Math.PI, 15);
    expect(studentTLowerTail(1e-6, 2)).toBeCloseTo(0.5 + 1e-6 / Math.sqrt(8), 14);
  });

  it('is symmetric and rises with t', () => {
    const t = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(t, t, fc.integer({ min: 1, max: 500 }), (a, b, df) => {
        expect(studentTLowerTail(a, df) + studentTLowerTail(-a, df)).toBeCloseTo(1, 10);
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(studentTLowerTail(low, df)).toBeLessThanOrEqual(studentTLowerTail(high, df) + 1e-12);
      }),
    );
  });

  it('keeps tiny tails apart from zero, and takes the ends', () => {
    expect(studentTLowerTail(-20, 13)).toBeGreaterThan(0);
    expect(studentTLowerTail(-20, 13)).toBeLessThan(1e-10);
    expect(studentTLowerTail(-Infinity, 4)).toBe(0);
    expect(studentTLowerTail(Infinity, 4)).toBe(1);
    expect(studentTLowerTail(0, 4)).toBe(0.5);
    expect(() => studentTLowerTail(0, 0)).toThrow(RangeError);
  });
});
