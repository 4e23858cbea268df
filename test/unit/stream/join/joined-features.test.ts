import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinedFeatures } from '../../../../src/stream/join/joined-features.js';

const names = fc.uniqueArray(fc.string({ maxLength: 6 }), { maxLength: 30 });

describe('joinedFeatures', () => {
  it('are all of them in their own columns while there are no more than a row may carry', () => {
    fc.assert(
      fc.property(names, (names) => {
        const { names: kept, columns } = joinedFeatures(names, names.length);
        expect(kept).toEqual(names);
        expect([...columns]).toEqual(names.map((_, i) => i));
      }),
    );
  });

  it('are the same names for every order of the record, each in its column', () => {
    fc.assert(
      fc.property(names, fc.nat(30), (names, most) => {
        const there = joinedFeatures(names, most);
        const back = joinedFeatures(names.toReversed(), most);
        expect([...there.names].sort()).toEqual([...back.names].sort());
        expect(there.names).toHaveLength(Math.min(most, names.length));
        expect([...there.columns].map((column) => names[column])).toEqual(there.names);
      }),
    );
  });

  it('that a larger record keeps are kept of every smaller one that has them', () => {
    fc.assert(
      fc.property(names, fc.nat(10), fc.nat(), (names, most, cut) => {
        const all = joinedFeatures(names, most).names;
        const fewer = names.slice(0, cut % (names.length + 1));
        const own = joinedFeatures(fewer, most).names;
        expect(own).toEqual(expect.arrayContaining(all.filter((name) => fewer.includes(name))));
      }),
    );
  });
});
