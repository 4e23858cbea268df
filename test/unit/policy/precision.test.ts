import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { precisionOf, wilsonInterval } from '../../../src/policy/precision.js';

describe('precisionOf', () => {
  it('asks the real and the false only', () => {
    expect(precisionOf(['real', 'real', 'real', 'false', 'expected', 'unmarked'])).toMatchObject({
      real: 3,
      false: 1,
      expected: 1,
      unmarked: 1,
      precision: 0.75,
    });
  });

  it('is unknown until somebody has judged', () => {
    expect(precisionOf(['unmarked', 'expected'])).toMatchObject({ precision: null, interval: null });
    expect(precisionOf([])).toMatchObject({ precision: null, unmarked: 0 });
  });
});

describe('wilsonInterval', () => {
  // R: prop.test(k, n, correct = FALSE)$conf.int
  it.each([
    [3, 4, 0.3006418, 0.9544127],
    [8, 10, 0.4901625, 0.9433178],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
  ])('of %d in %d is [%d, %d]', (k, n, low, high) => {
    const interval = wilsonInterval(k, n);
    expect(interval[0]).toBeCloseTo(low, 6);
    expect(interval[1]).toBeCloseTo(high, 6);
  });

  it('holds the share, and mirrors that of the others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const k = Math.round(n * share);
          const [low, high] = wilsonInterval(k, n);
          expect(low).toBeLessThanOrEqual(k / n + 1e-12);
          expect(high).toBeGreaterThanOrEqual(k / n - 1e-12);
          const [mirroredLow, mirroredHigh] = wilsonInterval(n - k, n);
          expect(mirroredLow).toBeCloseTo(1 - high, 9);
          expect(mirroredHigh).toBeCloseTo(1 - low, 9);
        },
      ),
    );
  });

  it('refuses what is no share', () => {
    expect(() => wilsonInterval(3, 2)).toThrow('no share: 3 of 2');
    expect(() => wilsonInterval(0, 0)).toThrow('no share');
  });
});
