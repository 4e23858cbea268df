import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastWeights } from '../../../../detectors/fast/fast-weights.js';

describe('the weights of the fast path', () => {
  it('give the vital streams half, and the first of them half of that', () => {
    expect(fastWeights(['a', 'b', 'errors', 'volume', 'latency'], ['errors', 'volume', 'latency'])).toEqual([
      0.25, 0.25, 0.25, 0.125, 0.125,
    ]);
    expect(fastWeights(['a', 'errors'], ['errors', 'volume'])).toEqual([0.5, 0.5]);
  });

  it('are equal where nothing is vital', () => {
    expect(fastWeights(['a', 'b'], ['errors'])).toEqual([0.5, 0.5]);
  });

  it('are positive and together 1, whatever is vital', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 });
    fc.assert(
      fc.property(names, names, (streams, vital) => {
        const weights = fastWeights(streams, vital);
        expect(Math.min(...weights)).toBeGreaterThan(0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});
