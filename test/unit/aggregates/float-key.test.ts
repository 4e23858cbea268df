import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binHigh, binLow, floatKey } from '../../../src/aggregates/float-key.js';
import { finite } from './arbitrary.js';

describe('floatKey', () => {
  it('keeps the order of values, at every coarseness', () => {
    fc.assert(
      fc.property(finite, finite, fc.integer({ min: 0, max: 31 }), (a, b, shift) => {
        const [low, high] = a <= b ? [a, b] : [b, a];
        expect(floatKey(low) >>> shift).toBeLessThanOrEqual(floatKey(high) >>> shift);
      }),
    );
  });

  it('takes -0 as 0', () => {
    expect(floatKey(-0)).toBe(floatKey(0));
    expect(floatKey(-5e-324)).toBeLessThan(floatKey(0));
  });

  it('keeps integers below 2^21 apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 21) + 1, max: 2 ** 21 - 1 }), (i) => {
        expect(floatKey(i - 1)).toBeLessThan(floatKey(i));
      }),
    );
  });
});

describe('bin edges', () => {
  it('contain the values of their bin, at every coarseness', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 0, max: 31 }), (value, shift) => {
        const key = floatKey(value) >>> shift;
        expect(binLow(key, shift)).toBeLessThanOrEqual(value);
        const high = binHigh(key, shift);
        if (high < Number.MAX_VALUE) expect(value).toBeLessThan(high);
        expect(Number.isFinite(binLow(key, shift)) && Number.isFinite(high)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('leave no gap between neighbours, across zero too', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 0, max: 30 }), (value, shift) => {
        const key = floatKey(value) >>> shift;
        expect(binLow(key + 1, shift)).toBe(binHigh(key, shift));
      }),
    );
  });

  it('are one part in 2^20 apart at the finest', () => {
    expect([binLow(floatKey(1), 0), binHigh(floatKey(1), 0)]).toEqual([1, 1 + 2 ** -20]);
    expect(binHigh(floatKey(-1), 0)).toBeLessThan(-1 + 2 ** -20);
  });
});
