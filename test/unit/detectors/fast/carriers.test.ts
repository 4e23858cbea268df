import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriersOf } from '../../../../detectors/fast/carriers.js';

const parts = fc.array(
  fc.record({
    weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    sum: fc.double({ min: 0, max: 1e6, noNaN: true }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('the streams that an alarm uses up', () => {
  it('hold at least the budget together, as the bound on false alarms asks', () => {
    fc.assert(
      fc.property(parts, (streams) => {
        const [weights, sums] = [streams.map(({ weight }) => weight), streams.map(({ sum }) => sum)];
        const held = (indices: readonly number[]) =>
          indices.reduce((total, index) => total + (weights[index] ?? 0) * (sums[index] ?? 0), 0);
        const all = held(weights.map((_, index) => index));
        const carriers = carriersOf(weights, sums, 900);
        expect(held(carriers)).toBeGreaterThanOrEqual(Math.min(900, all) * (1 - 1e-9));
        streams.forEach(({ sum }, index) => {
          if (sum >= 900) expect(carriers).toContain(index);
        });
      }),
    );
  });

  it('are no more than needed', () => {
    expect(carriersOf([0.5, 0.5], [1800, 10], 900)).toEqual([0]);
    expect(carriersOf([0.5, 0.5], [800, 1100], 900)).toEqual([1, 0]);
  });
});
