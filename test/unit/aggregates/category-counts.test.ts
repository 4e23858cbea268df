import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCategory,
  bucketOf,
  categoriesFromJson,
  categoriesToJson,
  emptyCategories,
  EXAMPLE_LENGTH,
  mergeCategories,
} from '../../../src/aggregates/category-counts.js';
import { stringHash } from '../../../src/aggregates/string-hash.js';
import { wildName } from './arbitrary.js';
import { obeysTheLaws } from './monoid.js';

/** 2,000 names of which some share a bucket: so that examples are contested. */
const crowd = Array.from({ length: 2000 }, (_, i) => `name ${i}`);
const shared = crowd.filter((name) =>
  crowd.some((other) => other !== name && bucketOf(other) === bucketOf(name)),
);

obeysTheLaws(
  'CategoryCounts',
  {
    empty: emptyCategories,
    add: addCategory,
    merge: mergeCategories,
    toJson: categoriesToJson,
    fromJson: categoriesFromJson,
  },
  fc.oneof(wildName, fc.constantFrom(...shared)),
);

describe('CategoryCounts', () => {
  it('counts by bucket, and shows the value of the smallest hash', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...shared), { minLength: 1 }), (values) => {
        const c = emptyCategories();
        for (const value of values) addCategory(c, value);
        expect(c.n).toBe(values.length);
        for (const [bucket, { count, example }] of c.buckets) {
          const own = values.filter((value) => bucketOf(value) === bucket);
          expect(own).toHaveLength(count);
          expect(example).toBe(own.toSorted((a, b) => stringHash(a) - stringHash(b))[0]);
        }
      }),
    );
  });

  it('cuts long examples, and hashes the whole value', () => {
    const c = emptyCategories();
    const [one, two] = [`${'x'.repeat(EXAMPLE_LENGTH)}1`, `${'x'.repeat(EXAMPLE_LENGTH)}2`];
    addCategory(c, one);
    addCategory(c, two);
    expect([...c.buckets.values()].map(({ example }) => example.length)).toEqual([
      EXAMPLE_LENGTH,
      EXAMPLE_LENGTH,
    ]);
  });

  it('shows the smaller of two values with one hash, whichever came first', () => {
    for (const values of [
      ['b', 'a', 'b'],
      ['a', 'b', 'b'],
    ]) {
      const c = emptyCategories();
      for (const value of values) addCategory(c, value, 4096 + 7);
      expect(categoriesToJson(c)).toEqual([[7, 3, 'a', 4096 + 7]]);
    }
  });
});
