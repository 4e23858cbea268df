import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NameLists } from '../../../../src/events/rows/name-lists.js';

describe('lists of names', () => {
  it('are the same array for the same names in the same order, and only then', () => {
    const name = fc.constantFrom('a', 'b', 'c', '');
    fc.assert(
      fc.property(fc.array(fc.array(name, { maxLength: 2 }), { maxLength: 12 }), (lists) => {
        const known = new NameLists();
        const given = lists.map((list) => known.of([...list]));
        for (const [i, a] of given.entries()) {
          const wrong = given.findIndex(
            (b, j) => (a === b) !== (JSON.stringify(lists[i]) === JSON.stringify(lists[j])),
          );
          expect([a, wrong]).toEqual([lists[i], -1]);
        }
      }),
    );
  });

  it('are right beyond every limit', () => {
    const known = new NameLists();
    for (let i = 0; i < 4000; i++) {
      for (const names of [
        [`n${i}`, 'last'],
        ['first', `n${i}`],
      ]) {
        const list = known.of([...names]);
        if (list.join() !== names.join()) expect(list).toEqual(names);
      }
    }
    const list = known.of(['first', 'n3999']);
    expect(known.of(['first', 'n3999'])).toBe(list);
  });
});
