import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepAboutBottomK, keepBottomK } from '../../../src/aggregates/bottom-k.js';
import { wildName } from './arbitrary.js';

describe('keepBottomK', () => {
  it('keeps the same names with the same counts whatever the order, and however often it cuts', () => {
    const names = fc.array(wildName, { maxLength: 40 });
    fc.assert(
      fc.property(
        names,
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (names, ranks, k, every) => {
          const count = (items: readonly string[], every: number) => {
            const map = new Map<string, number>();
            items.forEach((name, i) => {
              map.set(name, (map.get(name) ?? 0) + 1);
              if (i % every === 0) keepBottomK(map, k);
              else keepAboutBottomK(map, k);
            });
            keepBottomK(map, k);
            return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
          };
          const shuffled = names
            .map((name, i) => ({ name, rank: ranks[i] ?? 0 }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ name }) => name);
          expect(count(shuffled, every)).toEqual(count(names, names.length + 1));
        },
      ),
    );
  });

  it('says how many it dropped, and drops none that fit', () => {
    const map = new Map(['a', 'b', 'c'].map((name) => [name, 1]));
    expect(keepBottomK(map, 3)).toBe(0);
    expect(keepBottomK(map, 1)).toBe(2);
    expect(map.size).toBe(1);
  });

  it('lets no more than half as many again stand between readings', () => {
    const map = new Map<string, number>();
    for (let i = 0; i < 1000; i++) {
      map.set(`name ${i}`, i);
      keepAboutBottomK(map, 10);
      expect(map.size).toBeLessThanOrEqual(15);
    }
  });
});
