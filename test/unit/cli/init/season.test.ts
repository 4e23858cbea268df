import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autocorrelation, rhythmOf } from '../../../../src/cli/init/season.js';

const MONDAY = 483_980; // An hour since the epoch that begins a Monday: 17 March 2025.

/** Rows by hour for so many hours from a Monday on. */
function volume(hours: number, rows: (hour: number, day: number) => number): Map<number, number> {
  const pairs = Array.from(
    { length: hours },
    (_, i) => [MONDAY - 20 + i, rows(i % 24, Math.floor(i / 24))] as const,
  );
  return new Map(pairs.filter(([, n]) => n > 0));
}

describe('autocorrelation', () => {
  it('is 1 for what repeats itself exactly, whatever the lag', () => {
    const series = Array.from({ length: 240 }, (_, i) => (i * i) % 24);
    const repeated = series.map((_, i) => series[i % 24] as number);
    expect(autocorrelation(repeated, 24)).toBeCloseTo(1);
    expect(autocorrelation(repeated, 96)).toBeCloseTo(1);
  });

  it('is unknown below two lags and for a constant', () => {
    expect(autocorrelation([1, 2, 3], 2)).toBeNull();
    expect(autocorrelation([5, 5, 5, 5], 2)).toBeNull();
  });

  it('does not depend on the unit or the zero', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -100, max: 100 }),
        (series, scale, zero) => {
          const own = autocorrelation(series, 3);
          const moved = autocorrelation(
            series.map((x) => x * scale + zero),
            3,
          );
          if (own === null) expect(moved).toBeNull();
          else expect(moved).toBeCloseTo(own, 8);
        },
      ),
    );
  });
});

describe('rhythmOf', () => {
  it('sees days that are alike', () => {
    const rhythm = rhythmOf(volume(24 * 21, (hour) => 100 + 80 * Math.sin((hour / 24) * 2 * Math.PI)));
    expect(rhythm.day).toBeGreaterThan(0.99);
    expect(rhythm.hoursADay).toBe(24);
    expect(rhythm.daysAWeek).toBe(7);
  });

  it('sees weeks that are alike where days are not', () => {
    const loads = [9, 1, 7, 2, 1, 8, 3];
    const rhythm = rhythmOf(
      volume(24 * 42, (hour, day) => ((loads[day % 7] as number) * 7 + hour * day) % 29),
    );
    expect(rhythm.day).toBeLessThan(0.2);
  });

  it('counts the hours of a nightly batch and the days of a weekly one', () => {
    expect(rhythmOf(volume(24 * 28, (hour) => (hour < 2 ? 500 : 0))).hoursADay).toBe(2);
    expect(rhythmOf(volume(24 * 28, (hour, day) => (day % 7 === 6 && hour < 3 ? 500 : 0))).daysAWeek).toBe(1);
  });

  it('knows nothing of an empty sample', () => {
    expect(rhythmOf(new Map())).toEqual({
      day: null,
      week: null,
      unmatched: null,
      weeks: 0,
      hoursADay: null,
      daysAWeek: null,
      quietest: null,
    });
  });
});
