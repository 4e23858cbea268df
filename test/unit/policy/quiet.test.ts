import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuiet } from '../../../src/policy/quiet.js';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;

describe('isQuiet', () => {
  it('holds for whatever touches the window, and not for what only meets it', () => {
    const window = { from: 10 * HOUR, to: 12 * HOUR, every: null };
    expect(isQuiet([window], 9 * HOUR, 10 * HOUR)).toBe(false);
    expect(isQuiet([window], 9 * HOUR, 11 * HOUR)).toBe(true);
    expect(isQuiet([window], 12 * HOUR, 13 * HOUR)).toBe(false);
    expect(isQuiet([window], WEEK + 10 * HOUR, WEEK + 11 * HOUR)).toBe(false);
  });

  it('comes again every week as if each time were named, and never before the first', () => {
    const hours = fc.integer({ min: 0, max: 800 });
    fc.assert(
      fc.property(
        hours,
        fc.integer({ min: 1, max: 100 }),
        hours,
        fc.integer({ min: 1, max: 60 }),
        (from, length, start, long) => {
          const [first, last] = [from * HOUR, (from + length) * HOUR];
          const named = Array.from({ length: 8 }, (_, k) => ({
            from: first + k * WEEK,
            to: last + k * WEEK,
            every: null,
          }));
          const end = (start + long) * HOUR;
          expect(isQuiet([{ from: first, to: last, every: WEEK }], start * HOUR, end)).toBe(
            isQuiet(named, start * HOUR, end),
          );
        },
      ),
    );
  });
});
