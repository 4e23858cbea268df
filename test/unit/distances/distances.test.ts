import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { mergeRareBins, totalOf } from '../../../src/distances/bins.js';
import {
  jensenShannon,
  jensenShannonCorrected,
  jensenShannonDivergence,
} from '../../../src/distances/jensen-shannon.js';
import {
  populationStabilityIndex,
  populationStabilityIndexCorrected,
} from '../../../src/distances/population-stability-index.js';
import { totalVariation } from '../../../src/distances/total-variation.js';

const histogram = fc
  .array(fc.nat(1000), { minLength: 2, maxLength: 12 })
  .filter((counts) => totalOf(counts) > 0);
const distances = { jensenShannon, jensenShannonCorrected, populationStabilityIndex, totalVariation };

function sample(random: () => number, n: number, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (let i = 0; i < n; i++) {
    const bin = Math.floor(random() * bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

describe.each(Object.entries(distances))('%s', (_, distance) => {
  it('is symmetric, at least 0, and 0 from itself', () => {
    fc.assert(
      fc.property(histogram, histogram, (now, reference) => {
        expect(distance(now, reference)).toBeGreaterThanOrEqual(-1e-12);
        expect(distance(now, reference)).toBeCloseTo(distance(reference, now), 9);
        expect(distance(now, now)).toBeCloseTo(0, 6);
      }),
    );
  });

  it('refuses a side without rows by name', () => {
    expect(() => distance([0, 0], [1, 2])).toThrow(/^now has no rows/);
    expect(() => distance([1, 2], [0])).toThrow(/^reference has no rows/);
  });

  it('takes a shorter histogram as one with zeros', () => {
    expect(distance([60, 50], [60, 40, 50])).toBeCloseTo(distance([60, 50, 0], [60, 40, 50]), 12);
  });
});

describe('values', () => {
  it('are those of the formulas', () => {
    expect(jensenShannonDivergence([1, 0], [0, 1])).toBe(1);
    expect(jensenShannon([50, 50], [54, 46])).toBeCloseTo(0.034, 3);
    expect(totalVariation([50, 50], [54, 46])).toBeCloseTo(0.04, 12);
    // by hand: midpoint (.45, .25, .3), divergences .4227 and .3734 bits
    expect(jensenShannon([1, 4, 5], [8, 1, 1])).toBeCloseTo(0.6309, 3);
    expect(populationStabilityIndex([2000, 8000], [5000, 5000])).toBeCloseTo(0.3 * Math.log(4), 2);
    expect(Number.isFinite(populationStabilityIndex([10, 0], [0, 10]))).toBe(true);
  });

  it('corrected: the same at 100 and at 100,000 rows of one distribution', () => {
    const random = seededRandom(5);
    const reference = sample(random, 200_000, 10);
    for (const n of [100, 1_000, 100_000]) {
      const divergences = Array.from(
        { length: 60 },
        () => jensenShannonCorrected(sample(random, n, 10), reference) ** 2,
      );
      expect(divergences.reduce((sum, value) => sum + value, 0) / 60).toBeLessThan(0.006);
    }
    const raw = Array.from({ length: 60 }, () => jensenShannon(sample(random, 100, 10), reference));
    expect(Math.min(...raw)).toBeGreaterThan(0.03);
    const index = Array.from({ length: 60 }, () =>
      populationStabilityIndexCorrected(sample(random, 200, 10), reference),
    );
    expect(index.filter((value) => value > 0.1).length).toBe(0);
  });

  it('corrected: keeps a real difference', () => {
    expect(jensenShannonCorrected([3000, 7000], [5000, 5000])).toBeCloseTo(
      jensenShannon([3000, 7000], [5000, 5000]),
      3,
    );
  });
});

describe('mergeRareBins', () => {
  it('keeps the rows, and leaves no bin below five expected rows but crowded ones', () => {
    fc.assert(
      fc.property(histogram, histogram, (now, reference) => {
        const merged = mergeRareBins(now, reference);
        expect(totalOf(merged.now)).toBe(totalOf(now));
        expect(totalOf(merged.reference)).toBe(totalOf(reference));
        if (merged.now.length < 2) return;
        const smaller = Math.min(totalOf(now), totalOf(reference)) / (totalOf(now) + totalOf(reference));
        const side = totalOf(now) <= totalOf(reference) ? merged.now : merged.reference;
        merged.now.forEach((count, bin) => {
          if ((side[bin] ?? 0) >= 15) return;
          expect((count + (merged.reference[bin] ?? 0)) * smaller).toBeGreaterThanOrEqual(5 - 1e-9);
        });
      }),
    );
  });

  it('keeps a value apart that a long constant reference never had', () => {
    expect(jensenShannonCorrected([0, 144], [16_128, 0])).toBeGreaterThan(0.9);
    // A few odd rows are no crowd.
    expect(mergeRareBins([141, 3], [16_128, 0]).now).toEqual([144]);
  });
});
