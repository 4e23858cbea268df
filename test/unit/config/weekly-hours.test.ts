import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatWeeklyHours, parseWeeklyHours } from '../../../src/config/weekly-hours.js';

describe('parseWeeklyHours', () => {
  it.each([
    ['sat 02:00-06:00', [5], 120, 240],
    ['Mon-Fri 22:30-01:00', [0, 1, 2, 3, 4], 1_350, 150],
    ['fri-mon 00:00-24:00', [0, 4, 5, 6], 0, 1_440],
    ['sun, tue,sun 12:00-13:00', [1, 6], 720, 60],
    ['daily 04:00-04:30', [0, 1, 2, 3, 4, 5, 6], 240, 30],
  ])('reads %j', (text, days, from, minutes) => {
    expect(parseWeeklyHours(text)).toEqual({ days, from, minutes });
  });

  it.each([
    '',
    'sat',
    'saturday 02:00-06:00',
    'sat 2:00-6:00',
    'sat 02:00-02:00',
    'sat 24:00-02:00',
    'sat 02:60-03:00',
    'sat 02:00-24:01',
    'sat-sun-mon 02:00-03:00',
    '02:00-03:00',
  ])('refuses %j', (text) => {
    expect(parseWeeklyHours(text)).toBeUndefined();
  });

  it('reads back what formatWeeklyHours writes', () => {
    const hours = fc.record({
      days: fc.uniqueArray(fc.nat(6), { minLength: 1 }).map((days) => days.sort((a, b) => a - b)),
      from: fc.nat(1_439),
      minutes: fc.integer({ min: 1, max: 1_439 }),
    });
    fc.assert(
      fc.property(hours, (written) => {
        expect(parseWeeklyHours(formatWeeklyHours(written))).toEqual(written);
      }),
    );
  });
});
