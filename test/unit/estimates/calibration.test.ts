import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibratedProbability, calibrationOf } from '../../../src/estimates/calibration.js';

describe('calibration', () => {
  it('tells how often a score came true, and what lies between', () => {
    const calibration = calibrationOf([
      { score: 0.2, positives: 1, negatives: 9 },
      { score: 0.6, positives: 5, negatives: 5 },
    ]);
    expect(calibratedProbability(calibration, 0.2)).toBeCloseTo(0.1, 12);
    expect(calibratedProbability(calibration, 0.4)).toBeCloseTo(0.3, 12);
    expect(calibratedProbability(calibration, 0.6)).toBeCloseTo(0.5, 12);
    expect(calibratedProbability(calibration, 0)).toBeCloseTo(0.1, 12);
    expect(calibratedProbability(calibration, 1)).toBeCloseTo(0.5, 12);
  });

  it('is a non-decreasing probability', () => {
    const row = fc.record({ positives: fc.nat(9), negatives: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        fc.pre(rows.some(({ positives, negatives }) => positives + negatives > 0));
        const calibration = calibrationOf(rows.map((counts, i) => ({ score: i / rows.length, ...counts })));
        let before = 0;
        for (let score = -0.1; score <= 1.1; score += 0.01) {
          const p = calibratedProbability(calibration, score);
          expect(p).toBeGreaterThanOrEqual(before - 1e-12);
          expect(p).toBeLessThanOrEqual(1);
          before = p;
        }
      }),
    );
  });

  it('refuses to learn from nothing', () => {
    expect(() => calibrationOf([{ score: 0.5, positives: 0, negatives: 0 }])).toThrow('wait for outcomes');
  });
});
