import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToSum,
  emptySum,
  ordinaryTerms,
  sumFromJson,
  sumToJson,
  sumValue,
  mergeSum,
} from '../../../src/aggregates/exact-sum.js';
import { finite } from './arbitrary.js';
import { exactSumOf } from './exact-reference.js';
import { obeysTheLaws } from './monoid.js';

function sumOf(values: readonly number[]): number {
  const sum = emptySum();
  for (const x of values) addToSum(sum, x);
  return sumValue(sum);
}

obeysTheLaws(
  'ExactSum',
  { empty: emptySum, add: addToSum, merge: mergeSum, toJson: sumToJson, fromJson: sumFromJson },
  finite,
);

describe('sumValue', () => {
  it('is the rational sum, rounded once', () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 60 }), (values) => {
        expect(sumOf(values)).toBe(exactSumOf(values));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what float64 addition loses', () => {
    expect(sumOf([1e16, 1, -1e16])).toBe(1);
    expect(sumOf([0.1, 0.2, 0.3, -0.6])).toBe(2 ** -55);
    expect(sumOf(Array.from({ length: 10 }, () => 0.1))).toBe(1);
    expect(sumOf([1e308, 1e308, -1e308, -1e308, 5e-324])).toBe(5e-324);
    expect(sumOf([])).toBe(0);
  });

  it('rounds half-way cases by the terms below, across its two expansions too', () => {
    expect(sumOf([2 ** 53, 1, 2 ** -60])).toBe(2 ** 53 + 2);
    expect(sumOf([2 ** 53, 1])).toBe(2 ** 53);
    expect(sumOf([2 ** 900, 2 ** 847, 2 ** 700])).toBe(2 ** 900 + 2 ** 848);
    expect(sumOf([2 ** 900, -(2 ** 899), -(2 ** 899), 5e-324])).toBe(5e-324);
  });

  it('is infinite only where the sum itself is', () => {
    expect(sumOf([1e308, 1e308])).toBe(Infinity);
    expect(sumOf([-1e308, -1e308, 1e308, 1e308, 1e308])).toBe(1e308);
  });

  it('holds ordinary values in two terms, and whatever else in as many as it takes', () => {
    const sum = emptySum();
    for (let i = 1; i <= 20_000; i++) addToSum(sum, Math.exp(5 * Math.sin(i * i)));
    expect([sum.rest, sum.huge]).toEqual([null, null]);
    for (const x of [1e300, 1e200, 1e-200, -1e-300]) addToSum(sum, x);
    expect(ordinaryTerms(sum).length).toBeGreaterThan(3);
    for (const x of [-1e300, -1e200, -1e-200, 1e-300]) addToSum(sum, x);
    expect(sum.rest).toBeNull();
  });
});
