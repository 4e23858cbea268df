import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '../../../src/metric-store/order.js';

describe('compareCodePoints', () => {
  it('orders as UTF-8 bytes do', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', 'é', '\uD7FF', '\uE000', '\uFFFD', '\uFFFF', '😀', '𐀀'),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
