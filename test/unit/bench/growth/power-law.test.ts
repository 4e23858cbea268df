import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPowerLaw } from '../../../../bench/growth/power-law.js';

const SIZES = [1, 2, 4, 8, 16];

describe('the law of a growth', () => {
  it('is found where there is one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 3, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (exponent, scale) => {
          const law = fitPowerLaw(SIZES.map((x) => [x, scale * x ** exponent]));
          expect(law.exponent).toBeCloseTo(exponent, 9);
          expect(law.scale / scale).toBeCloseTo(1, 9);
          expect(law.high - law.low).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('has an interval from the table of t', () => {
    const law = fitPowerLaw([
      [1, 10],
      [2, 22],
      [4, 35],
      [8, 90],
    ]);
    // From the definition: slope, residual sum of squares, and t(.975, 2) = 4.302653 of the tables.
    const x = [0, 1, 2, 3].map((power) => power * Math.LN2);
    const y = [10, 22, 35, 90].map(Math.log);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / 4;
    const sxx = x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0);
    const slope =
      x.reduce((sum, value, i) => sum + (value - mean(x)) * ((y[i] as number) - mean(y)), 0) / sxx;
    const rest = x.reduce(
      (sum, value, i) => sum + ((y[i] as number) - mean(y) - slope * (value - mean(x))) ** 2,
      0,
    );
    expect(law.exponent).toBeCloseTo(slope, 12);
    expect(law.high - law.exponent).toBeCloseTo(4.302652729749464 * Math.sqrt(rest / 2 / sxx), 9);
    expect(law.exponent - law.low).toBeCloseTo(law.high - law.exponent, 12);
  });

  it('is refused where there can be none', () => {
    expect(() => fitPowerLaw([[1, 1], [2, 2]])).toThrow(RangeError); // prettier-ignore
    expect(() => fitPowerLaw([[2, 1], [2, 2], [2, 3]])).toThrow(RangeError); // prettier-ignore
    expect(() => fitPowerLaw([[1, 1], [2, 0], [4, 3]])).toThrow('(2, 0)'); // prettier-ignore
  });
});
