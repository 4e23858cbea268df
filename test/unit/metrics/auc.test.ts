import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToHistogram, emptyHistogram } from '../../../src/aggregates/numeric-histogram.js';
import { histogramAuc } from '../../../src/metrics/auc.js';

function histogramOf(scores: readonly number[], cap?: number) {
  const h = emptyHistogram();
  for (const score of scores) addToHistogram(h, score, cap);
  return h;
}

function pairwise(positive: readonly number[], negative: readonly number[]): number {
  let wins = 0;
  for (const p of positive) for (const n of negative) wins += p > n ? 1 : p === n ? 0.5 : 0;
  return wins / (positive.length * negative.length);
}

/** Multiples of 1/1024: no two share a bin. */
const scores = fc.array(
  fc.nat(1024).map((k) => k / 1024),
  { minLength: 1, maxLength: 60, size: 'max' },
);

describe('histogramAuc', () => {
  it('is the share of pairs in which the positive has the larger score, ties one half', () => {
    fc.assert(
      fc.property(scores, scores, (positive, negative) => {
        expect(histogramAuc(histogramOf(positive), histogramOf(negative))).toBeCloseTo(
          pairwise(positive, negative),
          12,
        );
      }),
    );
  });

  it('is off by at most half of the pairs that share a bin, whichever side is the coarser', () => {
    fc.assert(
      fc.property(
        scores,
        scores,
        fc.constantFrom(4, 8, 512),
        fc.constantFrom(4, 8, 512),
        (positive, negative, a, b) => {
          const [up, down] = [histogramOf(positive, a), histogramOf(negative, b)];
          const shift = Math.max(up.shift, down.shift);
          const bin = (h: typeof up, key: number) => key >>> (shift - h.shift);
          let shared = 0;
          for (const [p, n] of up.bins)
            for (const [q, m] of down.bins) if (bin(up, p) === bin(down, q)) shared += n * m;
          const pairs = positive.length * negative.length;
          const error = Math.abs((histogramAuc(up, down) as number) - pairwise(positive, negative));
          expect(error).toBeLessThanOrEqual(shared / 2 / pairs + 1e-12);
        },
      ),
    );
  });

  it('has the value of the example in the documentation of scikit-learn, and none without both classes', () => {
    expect(histogramAuc(histogramOf([0.35, 0.8]), histogramOf([0.1, 0.4]))).toBe(0.75);
    expect(histogramAuc(histogramOf([]), histogramOf([0.1]))).toBeNull();
    expect(histogramAuc(histogramOf([0.1]), histogramOf([]))).toBeNull();
  });
});
