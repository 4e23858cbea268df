import { describe, expect, it } from 'vitest';
import {
  alarmsIn,
  CHANGE_AT,
  FRESH_AFTER,
  GRADUAL_OVER,
  runThrough,
  streamWith,
} from '../../../../bench/detectors/simulate.js';
import type { Subject } from '../../../../bench/detectors/subjects.js';

/** Alarms at every value that is at least a level. */
function above(level: number): Subject {
  return {
    name: `above ${level}`,
    create: () => ({
      update: (value) => ({ drift: value >= level, warning: false, since: null }),
      reset: () => undefined,
    }),
    read: (value) => value,
  };
}

const exactly = (level: number) => () => level;

describe('runThrough', () => {
  it('counts from the change to the first alarm, and alarms before it apart', () => {
    const stream = streamWith(exactly, { from: 1, to: 2 }, 'abrupt');
    const { delays, early } = runThrough([above(2), above(1), above(3)], stream, { from: 1, seeds: [1, 2] });
    expect(delays).toEqual([
      [0, 0],
      [0, 0],
      [Infinity, Infinity],
    ]);
    expect(early).toEqual([0, 2, 0]);
  });

  it('lets a gradual change begin where an abrupt one is, and end after 1,000 values', () => {
    const values = [...streamWith(exactly, { from: 1, to: 2 }, 'gradual').rows(3)];
    expect(values.slice(0, CHANGE_AT).every((value) => value === 1)).toBe(true);
    expect(values.slice(CHANGE_AT + GRADUAL_OVER).every((value) => value === 2)).toBe(true);
    const half = values.slice(CHANGE_AT, CHANGE_AT + GRADUAL_OVER).filter((value) => value === 2).length;
    expect(half).toBeGreaterThan(400);
    expect(half).toBeLessThan(600);
  });
});

describe('alarmsIn', () => {
  it('counts alarms of what the detector is given', () => {
    const inverted: Subject = { ...above(1), read: (value) => 1 - value };
    expect(alarmsIn(inverted, Float64Array.of(0, 1, 0), 0)).toBe(2);
  });

  it('starts afresh every 100,000 values', () => {
    const first: Subject = {
      name: 'alarms once, at its first value',
      create: () => {
        let seen = 0;
        return {
          update: () => ({ drift: seen++ === 0, warning: false, since: null }),
          reset: () => undefined,
        };
      },
      read: (value) => value,
    };
    expect(alarmsIn(first, new Float64Array(3 * FRESH_AFTER), 0)).toBe(3);
  });
});
