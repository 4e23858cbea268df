import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonicBlocks, type IsotonicPoint } from '../../../src/estimates/isotonic.js';

const points = fc
  .array(
    fc.record({ weight: fc.integer({ min: 1, max: 50 }), y: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((rows) => rows.map((row, x) => Object.assign(row, { x })));

/** The fit by its minimax formula (Robertson, Wright, Dykstra 1988): another road to the same levels. */
function minimax(rows: readonly IsotonicPoint[]): number[] {
  const mean = (from: number, to: number) => {
    const part = rows.slice(from, to + 1);
    const weight = part.reduce((sum, p) => sum + p.weight, 0);
    return part.reduce((sum, p) => sum + p.weight * p.y, 0) / weight;
  };
  return rows.map((_, i) => {
    const from = rows.slice(0, i + 1).map((_, a) => Math.min(...rows.slice(i).map((_, b) => mean(a, i + b))));
    return Math.max(...from);
  });
}

describe('isotonic blocks', () => {
  it('are the levels of the minimax formula', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const levels = minimax(rows);
        const blocks = isotonicBlocks(rows);
        const spread = blocks.flatMap(({ y, weight }) => ({ y, weight }));
        let at = 0;
        for (const { y, weight } of spread) {
          let left = weight;
          while (left > 0) {
            expect(y).toBeCloseTo(levels[at] as number, 9);
            left -= (rows[at] as IsotonicPoint).weight;
            at++;
          }
        }
        expect(at).toBe(rows.length);
      }),
    );
  });

  it('rise strictly, at places that rise strictly, and keep the total', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const blocks = isotonicBlocks(rows);
        const total = (of: readonly IsotonicPoint[]) =>
          of.reduce((sum, { weight, y }) => sum + weight * y, 0);
        expect(total(blocks)).toBeCloseTo(total(rows), 8);
        blocks.slice(1).forEach((block, i) => {
          expect(block.y).toBeGreaterThan((blocks[i] as IsotonicPoint).y);
          expect(block.x).toBeGreaterThan((blocks[i] as IsotonicPoint).x);
        });
      }),
    );
  });

  it('passes over points without rows', () => {
    expect(isotonicBlocks([{ x: 0, weight: 0, y: 9 }])).toEqual([]);
  });

  it('refuses points out of order', () => {
    const rows = [
      { x: 1, weight: 1, y: 0 },
      { x: 0, weight: 1, y: 0 },
    ];
    expect(() => isotonicBlocks(rows)).toThrow('0 follows 1: sort them');
  });
});
