import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatKey } from '../../../src/aggregates/float-key.js';
import {
  addToHistogram,
  binShift,
  emptyHistogram,
  histogramFromJson,
  histogramMean,
  histogramQuantile,
  histogramToJson,
  mergeHistogram,
  occupiedBins,
  sortedBins,
  type NumericHistogram,
} from '../../../src/aggregates/numeric-histogram.js';
import { anyNumber, finite } from './arbitrary.js';
import { obeysTheLaws } from './monoid.js';
import { histogramJsonOf } from './set-model.js';

function histogramOf(values: readonly number[], cap?: number): NumericHistogram {
  const h = emptyHistogram(cap);
  for (const x of values) addToHistogram(h, x);
  return h;
}

for (const cap of [2, 7, 512]) {
  obeysTheLaws(
    `NumericHistogram of at most ${cap} bins`,
    {
      empty: () => emptyHistogram(cap),
      add: addToHistogram,
      merge: mergeHistogram,
      toJson: histogramToJson,
      fromJson: (json) => histogramFromJson(json, cap),
    },
    anyNumber,
  );
}

/** Thousands of distinct values: many more bins than the cap. */
const crowd = fc
  .record({
    seed: fc.nat(1e6),
    size: fc.integer({ min: 1, max: 3000 }),
    spread: fc.constantFrom(0.01, 1, 30),
  })
  .map(({ seed, size, spread }) =>
    Array.from(
      { length: size },
      (_, i) => (i % 3 === 0 ? -1 : 1) * Math.exp(spread * Math.sin(seed + i * i)),
    ),
  );

describe('NumericHistogram', () => {
  it('is what the list of all values says, bit for bit, however often it was read on the way', () => {
    const values = fc.oneof(fc.array(anyNumber, { maxLength: 60 }), crowd);
    fc.assert(
      fc.property(
        values,
        fc.constantFrom(2, 7, 64, 512),
        fc.integer({ min: 1, max: 4000 }),
        (values, cap, every) => {
          const h = emptyHistogram(cap);
          values.forEach((x, i) => {
            addToHistogram(h, x);
            if (i % every === 0) occupiedBins(h);
          });
          expect(JSON.stringify(histogramToJson(h))).toBe(JSON.stringify(histogramJsonOf(values, cap)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('takes in coarser and finer histograms of thousands of values, in any order', () => {
    fc.assert(
      fc.property(crowd, crowd, crowd, (a, b, c) => {
        const expected = JSON.stringify(histogramJsonOf([...a, ...b, ...c]));
        for (const parts of [
          [a, b, c],
          [c, a, b],
        ]) {
          const h = emptyHistogram();
          for (const part of parts) mergeHistogram(h, histogramOf(part));
          expect(JSON.stringify(histogramToJson(h))).toBe(expected);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('has the finest resolution at which its values fit', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 2, max: 16 }),
        (values, cap) => {
          const h = histogramOf(values, cap);
          const occupied = (shift: number) => new Set(values.map((x) => floatKey(x) >>> shift)).size;
          expect(occupiedBins(h)).toBe(occupied(binShift(h)));
          expect(occupiedBins(h)).toBeLessThanOrEqual(cap);
          if (binShift(h) > 0) expect(occupied(binShift(h) - 1)).toBeGreaterThan(cap);
        },
      ),
    );
  });

  it('never holds more than half as many bins again as its cap', () => {
    const h = emptyHistogram(64);
    for (let i = 0; i < 5000; i++) {
      addToHistogram(h, Math.exp(5 * Math.sin(i * i)));
      expect(h.bins.size).toBeLessThanOrEqual(96);
    }
  });

  it('gives a coarser one the same whether it was read before it is merged or not', () => {
    const values = Array.from({ length: 11 }, (_, i) => Math.sin(i));
    const [read, unread, into, same] = [8, 8, 512, 512].map((cap) => emptyHistogram(cap)) as [
      NumericHistogram,
      NumericHistogram,
      NumericHistogram,
      NumericHistogram,
    ];
    for (const x of values) for (const h of [read, unread]) addToHistogram(h, x);
    expect(occupiedBins(read)).toBeLessThanOrEqual(8);
    mergeHistogram(into, read);
    mergeHistogram(same, unread);
    expect(histogramToJson(same)).toEqual(histogramToJson(into));
    expect(occupiedBins(same)).toBeLessThanOrEqual(8);
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
