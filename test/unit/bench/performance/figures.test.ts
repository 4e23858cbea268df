import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mebibytes, median, quantile, short, whole } from '../../../../bench/performance/figures.js';
import { wholeNumber, wholeNumbers } from '../../../../bench/performance/whole-number.js';

describe('quantiles', () => {
  it('are the nearest rank', () => {
    const values = [15, 20, 35, 40, 50];
    expect([0.05, 0.3, 0.4, 0.5, 1].map((q) => quantile(values, q))).toEqual([15, 20, 20, 35, 50]);
    expect(median([3, 1, 2])).toBe(2);
  });

  it('are values that at least the share is not above', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), shares, (values, q) => {
        const value = quantile(values, q);
        expect(values).toContain(value);
        expect(values.filter((each) => each <= value).length).toBeGreaterThanOrEqual(q * values.length);
      }),
    );
  });

  it('need values', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('figures', () => {
  it('are short and never powers of ten', () => {
    expect([0.012345, 1, 9.876, 123.4, 1_234_567].map(short)).toEqual([
      '0.0123',
      '1',
      '9.88',
      '123',
      '1,234,567',
    ]);
    expect([whole(1_234.5), mebibytes(5 * 2 ** 20)]).toEqual(['1,235', '5']);
  });
});

describe('flags', () => {
  it('are whole numbers from 1', () => {
    expect(wholeNumbers('rates', '1000,20000')).toEqual([1_000, 20_000]);
    for (const wrong of ['', ' ', '0', '-1', '1.5', 'x', '1e400']) {
      expect(() => wholeNumber('rows', wrong)).toThrow('--rows');
    }
  });
});
