import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToHistogram,
  binShift,
  emptyHistogram,
  forEachBin,
} from '../../../src/aggregates/numeric-histogram.js';
import { rocAucOfHistograms } from '../../../src/metrics/index.js';

function histogramOf(scores: readonly number[], cap?: number) {
  const h = emptyHistogram(cap);
  for (const score of scores) addToHistogram(h, score);
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

describe('rocAucOfHistograms', () => {
  it('is the share of pairs in which the positive has the larger score, ties one half', () => {
    fc.assert(
      fc.property(scores, scores, (positive, negative) => {
        const found = rocAucOfHistograms(histogramOf(positive), histogramOf(negative));
        expect(found.value).toBeCloseTo(pairwise(positive, negative), 12);
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
          const shift = Math.max(binShift(up), binShift(down));
          const bin = (h: typeof up, key: number) => key >>> (shift - binShift(h));
          let shared = 0;
          forEachBin(up, (p, n) => {
            forEachBin(down, (q, m) => {
              if (bin(up, p) === bin(down, q)) shared += n * m;
            });
          });
          const pairs = positive.length * negative.length;
          const error = Math.abs(
            (rocAucOfHistograms(up, down).value as number) - pairwise(positive, negative),
          );
          expect(error).toBeLessThanOrEqual(shared / 2 / pairs + 1e-12);
        },
      ),
    );
  });

  it('has the value of the example in the documentation of scikit-learn, and none without both classes', () => {
    expect(rocAucOfHistograms(histogramOf([0.35, 0.8]), histogramOf([0.1, 0.4])).value).toBe(0.75);
    expect(rocAucOfHistograms(histogramOf([]), histogramOf([0.1])).value).toBeNull();
    expect(rocAucOfHistograms(histogramOf([0.1]), histogramOf([])).value).toBeNull();
  });
});
