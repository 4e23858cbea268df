import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatKey } from '../../../src/aggregates/float-key.js';
import {
  addToHistogram,
  emptyHistogram,
  histogramFromJson,
  histogramMean,
  histogramQuantile,
  histogramToJson,
  mergeHistogram,
  sortedBins,
  type NumericHistogram,
} from '../../../src/aggregates/numeric-histogram.js';
import { anyNumber, finite } from './arbitrary.js';
import { obeysTheLaws } from './monoid.js';

function histogramOf(values: readonly number[], cap?: number): NumericHistogram {
  const h = emptyHistogram();
  for (const x of values) addToHistogram(h, x, cap);
  return h;
}

for (const cap of [2, 7, 512]) {
  obeysTheLaws(
    `NumericHistogram of at most ${cap} bins`,
    {
      empty: emptyHistogram,
      add: (h, x: number) => addToHistogram(h, x, cap),
      merge: (into, from) => mergeHistogram(into, from, cap),
      toJson: histogramToJson,
      fromJson: histogramFromJson,
    },
    anyNumber,
  );
}

describe('NumericHistogram', () => {
  it('has the finest resolution at which its values fit', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 2, max: 16 }),
        (values, cap) => {
          const h = histogramOf(values, cap);
          const occupied = (shift: number) => new Set(values.map((x) => floatKey(x) >>> shift)).size;
          expect(h.bins.size).toBe(occupied(h.shift));
          expect(h.bins.size).toBeLessThanOrEqual(cap);
          if (h.shift > 0) expect(occupied(h.shift - 1)).toBeGreaterThan(cap);
        },
      ),
    );
  });

  it('counts every value once, what is not finite apart', () => {
    fc.assert(
      fc.property(fc.array(anyNumber), fc.integer({ min: 2, max: 16 }), (values, cap) => {
        const h = histogramOf(values, cap);
        const real = values.filter(Number.isFinite);
        expect(h.n).toBe(real.length);
        expect(sortedBins(h).reduce((sum, { count }) => sum + count, 0)).toBe(real.length);
        expect(h.nan + h.plusInfinity + h.minusInfinity).toBe(values.length - real.length);
        expect(h.min).toBe(real.reduce((a, b) => Math.min(a, b + 0), Infinity));
        expect(h.max).toBe(real.reduce((a, b) => Math.max(a, b + 0), -Infinity));
        for (const { low, high, count } of sortedBins(h)) {
          const inside = real.filter((x) => x >= low && (x < high || high === Number.MAX_VALUE));
          expect(inside).toHaveLength(count);
        }
      }),
    );
  });

  it('has quantiles within one bin of those of the values', () => {
    const q = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 80 }),
        q,
        fc.integer({ min: 2, max: 64 }),
        (values, q, cap) => {
          const h = histogramOf(values, cap);
          const exact = values.toSorted((a, b) => a - b)[
            Math.max(0, Math.ceil(q * values.length) - 1)
          ] as number;
          const bin = sortedBins(h).find(
            ({ low, high }) => low <= exact && (exact < high || high === Number.MAX_VALUE),
          );
          const estimate = histogramQuantile(h, q) as number;
          expect(estimate).toBeGreaterThanOrEqual(Math.max(bin?.low ?? NaN, h.min));
          expect(estimate).toBeLessThanOrEqual(Math.min(bin?.high ?? NaN, h.max));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('knows mean and quantiles of none as null', () => {
    expect(histogramMean(histogramOf([NaN, Infinity]))).toBeNull();
    expect(histogramQuantile(emptyHistogram(), 0.5)).toBeNull();
    expect(histogramMean(histogramOf([1, 2, 6]))).toBe(3);
    expect(histogramQuantile(histogramOf([1, 2, 6]), 1)).toBe(6);
  });

  it('writes what it is: shift, keys, counts, exact sum', () => {
    expect(histogramToJson(histogramOf([1, 1, -0, NaN]))).toEqual({
      s: 0,
      k: [0x80000000, 0xbff00000],
      c: [1, 2],
      n: 3,
      sum: [2],
      min: 0,
      max: 1,
      odd: [1, 0, 0],
    });
  });
});
