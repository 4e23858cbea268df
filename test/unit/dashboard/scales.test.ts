import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { airyDomain } from '../../../src/dashboard/scales.js';

describe('the domain of a chart', () => {
  it('holds all its values, and has a width, however alike they are', () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 1, 0.5));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const [low, high] = airyDomain(values);
        expect(low).toBeLessThan(high);
        for (const each of values) expect(low <= each && each <= high).toBe(true);
      }),
    );
  });

  it('of nothing but noughts is one of shares, not of a millionth', () => {
    expect(airyDomain([0, 0])).toEqual([0, 1]);
    expect(airyDomain([-0])).toEqual([0, 1]);
  });
});
