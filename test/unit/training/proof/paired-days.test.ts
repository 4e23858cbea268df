import { describe, expect, it } from 'vitest';
import { differencesByDay, pairedDaysTest } from '../../../../src/training/proof/paired-days.js';
import { dayMs } from '../../../../src/training/proof/time-blocks.js';
import { seededRandom } from '../../../../src/training/tensorflow/random.js';

describe('differencesByDay', () => {
  it('averages within each day, oldest first, and skips days without rows', () => {
    const to = 10 * dayMs;
    const times = Float64Array.from([6 * dayMs, 6 * dayMs + 5, 9 * dayMs, 10 * dayMs - 1]);
    const challenger = Float64Array.from([1, 2, 3, 4]);
    const champion = Float64Array.from([2, 4, 3, 3]);
    expect(differencesByDay(times, challenger, champion, to)).toEqual([
      { from: 6 * dayMs, rows: 2, difference: -1.5 },
      { from: 9 * dayMs, rows: 2, difference: 0.5 },
    ]);
  });
});

describe('pairedDaysTest', () => {
  it('is the one-sided t-test', () => {
    // mean -2, sd sqrt(2.5), t = -2 / sqrt(.5) = -2.828427, 4 degrees of freedom: P(T < t) = .0237 (R: pt(-2.828427, 4)).
    expect(pairedDaysTest([-4, -3, -2, -1, 0])).toBeCloseTo(0.02371, 5);
    expect(pairedDaysTest([4, 3, 2, 1, 0])).toBeCloseTo(1 - 0.02371, 5);
  });

  it('gives no verdict below five days', () => {
    expect(pairedDaysTest([-1, -1, -1, -1])).toBeUndefined();
  });

  it('is certain when every day is alike, and never finds a difference in none', () => {
    expect(pairedDaysTest([-1, -1, -1, -1, -1])).toBe(0);
    expect(pairedDaysTest([1, 1, 1, 1, 1])).toBe(1);
    expect(pairedDaysTest([0, 0, 0, 0, 0])).toBe(1);
  });

  it('promotes equals in about one case of twenty', () => {
    const random = seededRandom(11);
    const noise = (): number => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
    const trials = 4_000;
    let promoted = 0;
    for (let trial = 0; trial < trials; trial++) {
      if ((pairedDaysTest(Array.from({ length: 14 }, noise)) as number) <= 0.05) promoted++;
    }
    // Three standard errors of .05 over 4,000 trials: .0103.
    expect(Math.abs(promoted / trials - 0.05)).toBeLessThan(0.0103);
  });
});
