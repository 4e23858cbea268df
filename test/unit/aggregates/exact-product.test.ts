import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { emptySum, sumValue } from '../../../src/aggregates/exact-sum.js';
import { addProduct } from '../../../src/aggregates/exact-product.js';

it('adds the product without rounding: taking its rounded value off leaves the exact rest', () => {
  const whole = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n });
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      const rest = emptySum();
      addProduct(rest, Number(a), Number(b));
      const rounded = Number(a) * Number(b);
      addProduct(rest, -1, rounded);
      expect(sumValue(rest) + 0).toBe(Number(a * b - BigInt(rounded)));
    }),
  );
});

it('refuses a product beyond the range of float64', () => {
  expect(() => addProduct(emptySum(), 1e200, 1e200)).toThrow('beyond the range');
});
