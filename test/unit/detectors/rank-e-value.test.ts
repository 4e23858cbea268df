import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerCalibrator, rankEValue, referencePrice } from '../../../detectors/conformal/rank-e-value.js';
import { quantile } from '../../../detectors/conformal/standardise.js';
import { seededRandom } from '../../../detectors/random.js';

/** Mean e-value of live units, for each of many references: Dirichlet-weighted mean of the e-values of the ranks. */
function meansOverReferences(units: number, references: number): number[] {
  const random = seededRandom(units);
  const values = Array.from({ length: units + 1 }, (_, j) => rankEValue((j + 1) / (units + 1), units, false));
  return Array.from({ length: references }, () => {
    let [sum, total] = [0, 0];
    for (const value of values) {
      const weight = -Math.log(1 - random());
      sum += weight * value;
      total += weight;
    }
    return sum / total;
  }).sort((a, b) => a - b);
}

describe('rank e-values', () => {
  it('the calibrator integrates to 1', () => {
    const steps = 200_000;
    let integral = 0;
    for (let i = 0; i < steps; i++) {
      // midpoints of a grid in p = u^10, where the integrand is flat
      const [low, high] = [(i / steps) ** 10, ((i + 1) / steps) ** 10];
      integral += powerCalibrator(((i + 0.5) / steps) ** 10) * (high - low);
    }
    expect(integral).toBeCloseTo(1, 2);
  });

  it.each([14, 42, 84, 168])(
    'are at most 1 on average for all but a twentieth of references of %i units',
    (units) => {
      const means = meansOverReferences(units, 4_000);
      expect(quantile(means, 0.95)).toBeCloseTo(1, 1);
      const broken = means.filter((mean) => mean > 1).length / means.length;
      expect(broken).toBeGreaterThan(0.03); // the price is not too high either
      expect(broken).toBeLessThan(0.07);
    },
  );

  it('average at most 1 over uniform ranks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 1008 }), (units) => {
        let sum = 0;
        for (let rank = 1; rank <= units + 1; rank++) sum += rankEValue(rank / (units + 1), units, false);
        expect(sum / (units + 1)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  it('the price grows with the reference, is dearer when strict, and is defined everywhere', () => {
    for (let units = 2; units < 2_000; units++) {
      expect(referencePrice(units + 1, false)).toBeGreaterThanOrEqual(referencePrice(units, false));
      expect(referencePrice(units, true)).toBeGreaterThan(referencePrice(units, false));
    }
    expect(referencePrice(42, false)).toBe(0.494);
  });

  it('a unit stranger than all of 42 is worth about 6', () => {
    expect(rankEValue(1 / 43, 42, false)).toBeCloseTo(5.97, 1);
    expect(rankEValue(1, 42, false)).toBeCloseTo(0.2, 1);
  });
});
