import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY,
  dayStart,
  firstUnitFrom,
  isUnitStart,
  unitStart,
  WEEK,
  widePaneStart,
  type Units,
} from '../../../src/policy/units.js';

const HOUR = 3_600_000;
const TOKYO = 9 * HOUR;
const LOS_ANGELES = -8 * HOUR;

describe('where a unit begins', () => {
  it('is midnight UTC where nothing else is said', () => {
    expect(unitStart({ unit: DAY }, Date.UTC(2024, 0, 1, 23, 59))).toBe(Date.UTC(2024, 0, 1));
    expect(unitStart({ unit: DAY }, Date.UTC(2024, 0, 2))).toBe(Date.UTC(2024, 0, 2));
  });

  it('is midnight by the clock of the zone, on whichever side of midnight UTC that is', () => {
    expect(dayStart({ zoneOffset: TOKYO }, Date.UTC(2024, 0, 1, 14, 59))).toBe(Date.UTC(2023, 11, 31, 15));
    expect(dayStart({ zoneOffset: TOKYO }, Date.UTC(2024, 0, 1, 15))).toBe(Date.UTC(2024, 0, 1, 15));
    expect(dayStart({ zoneOffset: LOS_ANGELES }, Date.UTC(2024, 0, 1, 7, 59))).toBe(
      Date.UTC(2023, 11, 31, 8),
    );
    expect(widePaneStart({ zoneOffset: LOS_ANGELES }, Date.UTC(2024, 0, 1, 21), 6 * HOUR)).toBe(
      Date.UTC(2024, 0, 1, 20),
    );
  });

  it('is Monday for a week, in the zone', () => {
    // 1 January 2024 was a Monday.
    const monday = Date.UTC(2024, 0, 1);
    expect(unitStart({ unit: WEEK }, Date.UTC(2024, 0, 7, 23))).toBe(monday);
    expect(unitStart({ unit: WEEK }, Date.UTC(2024, 0, 8))).toBe(Date.UTC(2024, 0, 8));
    expect(unitStart({ unit: WEEK, zoneOffset: TOKYO }, monday - 9 * HOUR)).toBe(monday - 9 * HOUR);
    expect(unitStart({ unit: WEEK, zoneOffset: TOKYO }, monday - 9 * HOUR - 1)).toBe(
      monday - 9 * HOUR - WEEK,
    );
    expect(unitStart({ unit: WEEK }, Date.UTC(1969, 11, 31))).toBe(Date.UTC(1969, 11, 29));
  });

  const units = fc.record({
    unit: fc.constantFrom(DAY, WEEK),
    zoneOffset: fc.integer({ min: -48, max: 56 }).map((quarters) => (quarters * HOUR) / 4),
  });
  const times = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) });

  it('is at most a unit before, the same for all of the unit, and moves with the zone', () => {
    fc.assert(
      fc.property(units, times, ({ unit, zoneOffset }, time) => {
        const own: Units = { unit, zoneOffset };
        const start = unitStart(own, time);
        expect(start).toBeLessThanOrEqual(time);
        expect(time - start).toBeLessThan(unit);
        expect(unitStart(own, start)).toBe(start);
        expect(unitStart(own, start + unit - 1)).toBe(start);
        expect(unitStart(own, start + unit)).toBe(start + unit);
        expect(start + zoneOffset).toBe(unitStart({ unit }, time + zoneOffset));
        expect(isUnitStart(own, time)).toBe(start === time);
      }),
    );
  });

  it('is itself the first one from there, else the next', () => {
    fc.assert(
      fc.property(units, times, (own, time) => {
        const first = firstUnitFrom(own, time);
        expect(isUnitStart(own, first)).toBe(true);
        expect(first - time).toBeGreaterThanOrEqual(0);
        expect(first - time).toBeLessThan(own.unit);
      }),
    );
  });

  it('never lets a unit begin inside of a day', () => {
    fc.assert(
      fc.property(units, times, (own, time) => {
        const start = unitStart(own, time);
        expect(dayStart(own, start)).toBe(start);
        expect(widePaneStart(own, start, 6 * HOUR)).toBe(start);
      }),
    );
  });
});
