import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { drawBinomial, drawWeights } from '../../../src/estimates/draw.js';
import { extraDeviation, intervalOf } from '../../../src/estimates/interval.js';

describe('draws', () => {
  it.each([
    [1, 0.3],
    [20, 0.05],
    [30, 0.9],
    [400, 0.5],
    [5_000, 0.01],
  ])('binomial of %i rows at %f has its mean and variance', (rows, p) => {
    const random = seededRandom(rows);
    const drawn = Array.from({ length: 20_000 }, () => drawBinomial(random, rows, p));
    const mean = drawn.reduce((sum, k) => sum + k, 0) / drawn.length;
    const variance = drawn.reduce((sum, k) => sum + (k - mean) ** 2, 0) / (drawn.length - 1);
    const expected = rows * p * (1 - p);
    // Five standard errors of a mean; a variance has a relative one of about sqrt(2 / draws), more where hits are few.
    expect(Math.abs(mean - rows * p)).toBeLessThan(5 * Math.sqrt(expected / drawn.length));
    expect(variance / expected).toBeCloseTo(1, 1);
    expect(drawn.every((k) => k >= 0 && k <= rows && Number.isInteger(k))).toBe(true);
  });

  it('takes impossible and certain for what they are', () => {
    const random = seededRandom(1);
    expect([drawBinomial(random, 7, 0), drawBinomial(random, 7, 1), drawBinomial(random, 0, 0.5)]).toEqual([
      0, 7, 0,
    ]);
  });

  it('a bootstrap sample has as many as there are', () => {
    expect(drawWeights(seededRandom(2), 42).reduce((sum, w) => sum + w, 0)).toBe(42);
  });
});

describe('interval', () => {
  it('is of the replicates, moved to the value', () => {
    const replicates = Array.from({ length: 1_001 }, (_, i) => 0.6 + i / 10_000);
    const { low, high } = intervalOf(0.5, replicates, { least: 0, most: 1 });
    expect(low).toBeCloseTo(0.5 - 0.0475, 9);
    expect(high).toBeCloseTo(0.5 + 0.0475, 9);
  });

  it('stays where the metric lives', () => {
    expect(intervalOf(0.99, [0.8, 1, 1.2], { least: 0, most: 1 }).high).toBe(1);
  });

  it('counts only what the rows do not explain', () => {
    const panes = [-0.5, 0.5].map((residual) => ({ residual, variance: 0.09 }));
    expect(extraDeviation(panes)).toBeCloseTo(0.4, 12);
    expect(extraDeviation([{ residual: 0.1, variance: 0.09 }])).toBe(0);
    expect(extraDeviation([])).toBe(0);
  });
});
