import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableOrder } from '../../../producers/flights/stable-order.js';

describe('stableOrder', () => {
  it('sorts like a stable comparison sort', () => {
    const key = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 }));
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const expected = keys.map((_, item) => item).sort((a, b) => keys[a]! - keys[b]! || a - b);
        expect([...stableOrder(keys.length, (item) => keys[item]!)]).toEqual(expected);
      }),
    );
  });

  it('refuses keys that are no whole numbers', () => {
    expect(() => stableOrder(2, (item) => item + 0.5)).toThrow('item 0 has 0.5');
  });
});
