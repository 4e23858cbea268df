import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve } from '../../../../src/training/proof/area-under-curve.js';

const auc = (scores: number[], outcomes: number[]): number | undefined =>
  areaUnderCurve(Float64Array.from(scores), Float64Array.from(outcomes));

describe('areaUnderCurve', () => {
  it('is the share of pairs that are in order, ties half', () => {
    expect(auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
    expect(auc([0.1, 0.2, 0.3, 0.4], [0, 0, 1, 1])).toBe(1);
    expect(auc([0.4, 0.3, 0.2, 0.1], [0, 0, 1, 1])).toBe(0);
    expect(auc([0.5, 0.5, 0.5], [0, 1, 0])).toBe(0.5);
  });

  it('is not defined for one outcome', () => {
    expect(auc([0.1, 0.2], [1, 1])).toBeUndefined();
    expect(auc([], [])).toBeUndefined();
  });

  it('agrees with counting every pair', () => {
    const row = fc.record({ score: fc.integer({ min: 0, max: 9 }), outcome: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
        let pairs = 0;
        let won = 0;
        for (const one of rows) {
          for (const zero of rows) {
            if (one.outcome !== 1 || zero.outcome !== 0) continue;
            pairs++;
            won += one.score > zero.score ? 1 : one.score === zero.score ? 0.5 : 0;
          }
        }
        const found = auc(
          rows.map((r) => r.score),
          rows.map((r) => r.outcome),
        );
        if (pairs === 0) expect(found).toBeUndefined();
        else expect(found).toBeCloseTo(won / pairs, 12);
      }),
    );
  });
});
