import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addFeature,
  emptyFeature,
  featureTotal,
  mergeFeature,
  type FeatureCounts,
} from '../../../src/aggregates/feature-counts.js';
import {
  addToHistogram,
  emptyHistogram,
  sortedBins,
  type NumericHistogram,
} from '../../../src/aggregates/numeric-histogram.js';
import type { FeatureValue } from '../../../src/events/event.js';
import {
  binCount,
  binName,
  binOf,
  binsOf,
  CATEGORY_BINS,
  countsIn,
  DISTINCT_VALUES,
  NUMERIC_BINS,
  unseenBins,
  type Bins,
} from '../../../src/policy/bins.js';
import { anyFeatureValue } from '../aggregates/arbitrary.js';

function featureOf(values: readonly FeatureValue[]): FeatureCounts {
  const feature = emptyFeature();
  for (const value of values) addFeature(feature, value);
  return feature;
}
const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
const integers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("counts in the reference's bins", () => {
  it('sum to the values of the pane, the reference and any other one, one for each bin', () => {
    const values = fc.array(anyFeatureValue, { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(values, values, (reference, pane) => {
        const own = featureOf(reference);
        const bins = binsOf(own);
        if (!bins) return;
        for (const feature of [own, featureOf(pane)]) {
          const counts = countsIn(bins, feature);
          expect(counts).toHaveLength(binCount(bins));
          expect(total(counts)).toBe(featureTotal(feature));
        }
        expect(total(countsIn(bins, undefined))).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('have finite edges between values at the end of float64', () => {
    const bins = binsOf(featureOf([-1e308, -Number.MAX_VALUE, 0]));
    expect(bins?.kind === 'numeric' && bins.edges.every(Number.isFinite)).toBe(true);
  });

  it("have ascending edges, and nothing of the reference's own numbers outside of them", () => {
    fc.assert(
      fc.property(fc.array(anyFeatureValue, { minLength: 1, maxLength: 200, size: 'max' }), (values) => {
        const own = featureOf(values);
        const bins = binsOf(own);
        if (bins?.kind !== 'numeric') return;
        bins.edges.forEach((edge, i) => i > 0 && expect(edge).toBeGreaterThan(bins.edges[i - 1] as number));
        const counts = countsIn(bins, own);
        expect([counts[0], counts[bins.edges.length]]).toEqual([0, 0]);
      }),
    );
  });

  it.each([
    ['hours, a bin each', integers(0, 24), integers(-3, 30)],
    ['ages', integers(0, 100), integers(-20, 130)],
    ['minutes below and above zero', integers(-200, 200), integers(-250, 250)],
    ['years', integers(1970, 2026), integers(1900, 2100)],
  ])('are those of the values themselves, while the pane keeps integers apart: %s', (_, reference, pane) => {
    const bins = binsOf(featureOf(reference)) as Bins & { kind: 'numeric' };
    const direct = Array.from({ length: binCount(bins) }, () => 0);
    for (const value of pane) {
      const i = bins.edges.findIndex((edge) => value < edge);
      const bin = i < 0 ? bins.edges.length : i;
      direct[bin] = (direct[bin] ?? 0) + 1;
    }
    expect(countsIn(bins, featureOf(pane))).toEqual(direct);
    const halves = featureOf(pane.filter((_, i) => i % 2 === 0));
    mergeFeature(halves, featureOf(pane.filter((_, i) => i % 2 === 1)));
    expect(countsIn(bins, halves)).toEqual(direct);
  });

  it('take a coarse bin that straddles an edge to the side on which most of it lies', () => {
    const numeric = { ...emptyHistogram(), shift: 20 };
    addToHistogram(numeric, 1200);
    const pane: FeatureCounts = { missing: 0, numeric, categories: null };
    expect(sortedBins(numeric)).toMatchObject([{ low: 1024, high: 2048 }]);
    expect(countsIn({ kind: 'numeric', edges: [0, 1100, 4096] }, pane)).toEqual([0, 0, 1, 0, 0, 0]);
    expect(countsIn({ kind: 'numeric', edges: [0, 1900, 4096] }, pane)).toEqual([0, 1, 0, 0, 0, 0]);
  });

  it('misplace at most the one bin of a coarser pane that straddles an edge', () => {
    const bins = binsOf(featureOf(integers(-200, 200))) as Bins & { kind: 'numeric' };
    const values = integers(-3000, 3000).filter((i) => i % 3 !== 0);
    const pane = featureOf(values);
    const counts = countsIn(bins, pane);
    bins.edges.forEach((edge, i) => {
      const below = total(counts.slice(0, i + 1));
      const straddling = sortedBins(pane.numeric as NumericHistogram).find(
        ({ low, high }) => low < edge && edge < high,
      );
      expect(Math.abs(below - values.filter((value) => value < edge).length)).toBeLessThanOrEqual(
        straddling?.count ?? 0,
      );
    });
  });

  it('nest: a pane of finer resolution than the reference falls into its bins as the values do', () => {
    const reference = Array.from({ length: 5000 }, (_, i) => Math.exp(Math.sin(i * 12.9898) * 3));
    const own = featureOf(reference);
    expect(own.numeric?.shift).toBeGreaterThan(0);
    const bins = binsOf(own) as Bins & { kind: 'numeric' };
    const pane = reference.slice(0, 300);
    const fine = featureOf(pane);
    expect(fine.numeric?.shift).toBeLessThan(own.numeric?.shift as number);
    const coarse = countsIn(bins, own);
    const counts = countsIn(bins, fine);
    pane.forEach((value) => {
      const bin = bins.edges.findIndex((edge) => value < edge);
      counts[bin] = (counts[bin] ?? 0) - 1;
    });
    expect(counts.every((n) => n === 0)).toBe(true);
    // quantile bins: none much fuller than its share
    expect(coarse.filter((n) => n > 0).length).toBeGreaterThan(NUMERIC_BINS - 3);
    expect(Math.max(...coarse)).toBeLessThan((3 * 5000) / NUMERIC_BINS);
  });
});

describe('binsOf', () => {
  it('decides the type by majority, and has nothing to say without values', () => {
    expect(binsOf(featureOf([null, null]))).toBeNull();
    expect(binsOf(emptyFeature())).toBeNull();
    expect(binsOf(featureOf([1, 'a', 'b']))?.kind).toBe('categorical');
    expect(binsOf(featureOf([1, 2, 'b']))?.kind).toBe('numeric');
  });

  it('gives each of a few distinct values a bin of its own, even a single one', () => {
    const bins = binsOf(featureOf(integers(0, DISTINCT_VALUES))) as Bins;
    expect(countsIn(bins, featureOf(integers(0, DISTINCT_VALUES)))).toEqual([
      0,
      ...integers(0, DISTINCT_VALUES).map(() => 1),
      0,
      0,
      0,
    ]);
    const single = binsOf(featureOf([7, 7])) as Bins;
    expect(countsIn(single, featureOf([6, 7, 8, null, 'x', NaN]))).toEqual([1, 1, 1, 2, 1]);
  });

  it('gives the most frequent categories bins, the rest one', () => {
    const names = integers(0, 50).map((i) => `c${String(i).padStart(2, '0')}`);
    const bins = binsOf(
      featureOf(names.flatMap((name, i) => Array.from({ length: 60 - i }, () => name))),
    ) as Bins & { kind: 'categorical' };
    expect(bins.names).toEqual(names.slice(0, CATEGORY_BINS));
    const counts = countsIn(bins, featureOf(['c00', 'c49', 'new', null, 3, NaN]));
    expect(counts.slice(0, 1)).toEqual([1]);
    expect(counts.slice(CATEGORY_BINS)).toEqual([2, 1, 2]);
  });
});

describe('unseenBins', () => {
  it('hold what lies beyond the reference or is of another type', () => {
    const numeric = binsOf(featureOf(integers(0, 10))) as Bins;
    const seen = (bins: Bins, value: FeatureValue) =>
      unseenBins(bins).includes(countsIn(bins, featureOf([value])).indexOf(1));
    expect([-1, 10, 'text'].map((value) => seen(numeric, value))).toEqual([true, true, true]);
    expect([0, 9, 4.4, null, NaN].map((value) => seen(numeric, value))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    const categorical = binsOf(featureOf(['a', 'b'])) as Bins;
    expect([1, 'a', 'c', null].map((value) => seen(categorical, value))).toEqual([true, false, false, false]);
  });
});

describe('binName', () => {
  const names = (...values: readonly FeatureValue[]) => {
    const bins = binsOf(featureOf(values)) as Bins;
    return integers(0, binCount(bins)).map((i) => binName(bins, i));
  };

  it('is for people', () => {
    expect(names(1, 2, 4)).toEqual([
      'below 1',
      '1 to 1.5',
      '1.5 to 3',
      '3 to 4',
      '4 and more',
      'missing',
      'text',
    ]);
    expect(names('UA', 'AA')).toEqual(['AA', 'UA', 'other values', 'missing', 'numbers']);
  });

  it('has as many digits as tell neighbours apart', () => {
    expect(names(2000, 2001, 2002)).toEqual([
      'below 2000',
      '2000 to 2000.5',
      '2000.5 to 2001.5',
      '2001.5 to 2002',
      '2002 and more',
      'missing',
      'text',
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 60 }),
        (values) => {
          const own = names(...values);
          expect(new Set(own).size).toBe(own.length);
        },
      ),
    );
  });
});

describe('binOf', () => {
  it('is the bin in which a pane of that one value counts it', () => {
    const numbers = emptyFeature();
    for (let i = 0; i < 200; i++) addFeature(numbers, i / 7);
    const words = emptyFeature();
    for (const word of ['red', 'green', 'green', 'true']) addFeature(words, word);
    for (const reference of [numbers, words]) {
      const bins = binsOf(reference) as Bins;
      for (const value of [0, 3.3, 28.4, -1e9, 1e9, null, NaN, Infinity, 'red', 'blue', true, '']) {
        const one = emptyFeature();
        addFeature(one, value);
        expect([value, binOf(bins, value)]).toEqual([value, countsIn(bins, one).indexOf(1)]);
      }
    }
  });
});
