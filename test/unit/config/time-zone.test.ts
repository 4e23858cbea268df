import { describe, expect, it } from 'vitest';
import { standardOffset, timeZoneNames } from '../../../src/config/time-zone.js';

describe('standardOffset', () => {
  it.each([
    ['UTC', 0],
    ['Europe/London', 0],
    ['Europe/Berlin', 60],
    ['America/New_York', -300],
    ['America/St_Johns', -210],
    ['Australia/Sydney', 600],
    ['Asia/Kathmandu', 345],
    ['Pacific/Kiritimati', 840],
  ])('of %s is %d minutes, in summer and in winter', (zone, minutes) => {
    expect(standardOffset(zone)).toBe(minutes * 60_000);
  });

  it('is nothing for a zone that there is not', () => {
    expect(standardOffset('Europe/Atlantis')).toBeUndefined();
  });

  it('is known for every zone, in whole minutes of at most 14 hours', () => {
    for (const zone of timeZoneNames()) {
      const offset = standardOffset(zone);
      expect(offset, zone).toBeDefined();
      expect((offset ?? NaN) % 60_000, zone).toBeCloseTo(0);
      expect(Math.abs(offset ?? NaN), zone).toBeLessThanOrEqual(14 * 3_600_000);
    }
  });
});
