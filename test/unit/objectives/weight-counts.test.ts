import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWeights,
  emptyWeightCounts,
  MAX_WEIGHTS,
  mergeWeights,
  weightCountsFromJson,
  weightCountsToJson,
  weightsOfText,
  weightsText,
} from '../../../src/aggregates/weight-counts.js';

const named = (weights: Readonly<Record<string, number>>) => ({
  names: Object.keys(weights),
  values: Float64Array.from(Object.values(weights)),
});
const anyWeights = fc.dictionary(fc.constantFrom('a', 'b', 'é', '"'), fc.double({ noNaN: true, noDefaultInfinity: true }), { maxKeys: 3 }); // prettier-ignore

describe('weights as text', () => {
  it('say the same in any order of the names, without those of 0, and can be read back', () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const backwards = Object.fromEntries(Object.entries(weights).reverse());
        const text = weightsText(named(weights));
        expect(weightsText(named({ ...backwards }))).toBe(text);
        const there = Object.entries(weights).filter(([, weight]) => weight !== 0);
        expect(weightsOfText(text)).toEqual(Object.fromEntries(there));
      }),
    );
  });

  it('are those of the row, also where only a value differs from the row before', () => {
    const row = named({ a: 1, b: 2 });
    expect(weightsText(row)).toBe('[["a",1],["b",2]]');
    row.values[1] = 3;
    expect(weightsText(row)).toBe('[["a",1],["b",3]]');
  });
});

describe('counts of weights', () => {
  it('depend on the set of rows only, and stay bounded', () => {
    const rows = fc.array(fc.nat(99), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(rows, fc.nat(200), (all, cut) => {
        const countsOf = (some: readonly number[]) => {
          const counts = emptyWeightCounts();
          for (const weight of some) addWeights(counts, named({ a: weight }));
          return counts;
        };
        const whole = weightCountsToJson(countsOf(all));
        const merged = weightCountsFromJson(weightCountsToJson(countsOf(all.slice(cut))));
        mergeWeights(merged, countsOf(all.slice(0, cut)));
        expect(weightCountsToJson(merged)).toEqual(whole);
        expect(whole.rows).toBe(all.length);
        expect(Object.keys(whole.by).length).toBeLessThanOrEqual(MAX_WEIGHTS);
      }),
    );
  });
});
