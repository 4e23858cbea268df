import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWeeklyHours } from '../../../src/config/weekly-hours.js';
import { quietWindows } from '../../../src/policy/maintenance.js';
import { isQuiet } from '../../../src/policy/quiet.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function every(text: string) {
  const hours = parseWeeklyHours(text);
  if (!hours) throw new Error(`not hours: ${text}`);
  return { every: hours };
}

const quietAt = (text: string, zoneOffset: number, time: string) =>
  isQuiet(quietWindows(every(text), zoneOffset), Date.parse(time), Date.parse(time) + MINUTE);

describe('quietWindows', () => {
  it('takes a window that comes once as it is', () => {
    expect(quietWindows({ from: 5, to: 9 }, HOUR)).toEqual([{ from: 5, to: 9, every: null }]);
  });

  it.each([
    ['2026-11-28T02:00:00Z', true], // a Saturday
    ['2026-11-28T05:59:00Z', true],
    ['2026-11-28T06:00:00Z', false],
    ['2026-11-28T01:58:00Z', false],
    ['2026-11-27T03:00:00Z', false],
    ['2001-02-24T03:00:00Z', true], // another one
  ])('sat 02:00-06:00 at %s: %s', (time, quiet) => {
    expect(quietAt('sat 02:00-06:00', 0, time)).toBe(quiet);
  });

  it('goes over midnight, and over the end of the week', () => {
    expect(quietAt('sun 22:00-02:00', 0, '2026-11-29T23:00:00Z')).toBe(true);
    expect(quietAt('sun 22:00-02:00', 0, '2026-11-30T01:00:00Z')).toBe(true);
    expect(quietAt('sun 22:00-02:00', 0, '2026-11-30T02:00:00Z')).toBe(false);
    expect(quietAt('sun 22:00-02:00', 0, '2026-11-29T01:00:00Z')).toBe(false);
  });

  it('is by the clock of the zone', () => {
    expect(quietAt('sat 02:00-06:00', HOUR, '2026-11-28T01:30:00Z')).toBe(true);
    expect(quietAt('sat 02:00-06:00', HOUR, '2026-11-28T05:30:00Z')).toBe(false);
    expect(quietAt('sat 02:00-06:00', -8 * HOUR, '2026-11-28T11:00:00Z')).toBe(true);
  });

  it('agrees with the calendar at every minute', () => {
    const hours = fc.record({
      days: fc.uniqueArray(fc.nat(6), { minLength: 1 }),
      from: fc.nat(1_439),
      minutes: fc.integer({ min: 1, max: 1_440 }),
    });
    fc.assert(
      fc.property(
        hours,
        fc.integer({ min: -14, max: 14 }).map((h) => h * HOUR),
        fc.integer({ min: 16_000_000, max: 33_000_000 }).map((m) => m * MINUTE),
        (every, offset, time) => {
          const here = new Date(time + offset);
          const begunOn = (daysAgo: number) =>
            every.days.includes((here.getUTCDay() + 6 - daysAgo + 7) % 7) &&
            minuteOf(here) + daysAgo * 1_440 >= every.from &&
            minuteOf(here) + daysAgo * 1_440 < every.from + every.minutes;
          expect(isQuiet(quietWindows({ every }, offset), time, time + MINUTE)).toBe(
            begunOn(0) || begunOn(1),
          );
        },
      ),
    );
  });
});

function minuteOf(date: Date): number {
  return (date.getTime() % DAY) / MINUTE;
}
