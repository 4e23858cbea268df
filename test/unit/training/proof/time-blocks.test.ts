import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blocksBefore,
  dayMs,
  firstHeldOutRow,
  weekFolds,
  weekMs,
} from '../../../../src/training/proof/time-blocks.js';

const to = Date.UTC(2001, 1, 19);

describe('blocksBefore', () => {
  it('counts whole days back from the exclusive end', () => {
    expect(blocksBefore(to, to - 1, dayMs)).toBe(0);
    expect(blocksBefore(to, to - dayMs, dayMs)).toBe(0);
    expect(blocksBefore(to, to - dayMs - 1, dayMs)).toBe(1);
  });
});

describe('firstHeldOutRow', () => {
  it('holds out the rows of the newest stretch, its first moment included', () => {
    const times = Float64Array.from([to - 3, to - 2, to - 1]);
    expect(firstHeldOutRow(times, to, 2)).toBe(1);
    expect(firstHeldOutRow(times, to, 100)).toBe(0);
    expect(firstHeldOutRow(Float64Array.from([to - 5]), to, 2)).toBe(1);
  });
});

describe('weekFolds', () => {
  const everyHour = (weeks: number): Float64Array =>
    Float64Array.from({ length: weeks * 168 }, (_, hour) => to - weeks * weekMs + hour * 3_600_000);

  it('makes a fold of each week', () => {
    const { folds, foldOf } = weekFolds(everyHour(6), to);
    expect(folds).toBe(6);
    for (let week = 0; week < 6; week++) {
      expect(new Set(foldOf.subarray(week * 168, (week + 1) * 168))).toEqual(new Set([5 - week]));
    }
  });

  it('lets old weeks share folds, and cuts a short range in four', () => {
    expect(weekFolds(everyHour(26), to).folds).toBe(8);
    expect(weekFolds(everyHour(1), to).folds).toBe(4);
  });

  it('puts every row into a fold that exists', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 300 * dayMs }), { minLength: 1, maxLength: 50 }),
        (ages) => {
          const times = Float64Array.from(ages.map((age) => to - age).sort((a, b) => a - b));
          const { folds, foldOf } = weekFolds(times, to);
          expect(folds).toBeGreaterThan(0);
          for (const fold of foldOf) expect(fold).toBeLessThan(folds);
        },
      ),
    );
  });
});
