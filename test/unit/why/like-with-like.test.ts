import { describe, expect, it } from 'vitest';
import { likeWithLike } from '../../../src/why/like-with-like.js';
import type { WhyPane } from '../../../src/why/why-pane.js';

const DAY = 86_400_000;
const MONDAY = Date.UTC(2025, 0, 6);
const pane = (day: number, rows: number): WhyPane => ({
  start: MONDAY + day * DAY,
  rows,
  errors: 0,
  loss: 0,
  features: {},
  segments: {},
});
/** Six weeks: 100 rows a working day, 20 a day at weekends. */
const reference = Array.from({ length: 42 }, (_, day) => pane(day, day % 7 < 5 ? 100 : 20));

describe('likeWithLike', () => {
  it('takes Sundays for a Sunday', () => {
    const found = likeWithLike(reference, [pane(48, 10)]);
    expect(found.map(({ pane }) => (pane.start - MONDAY) / DAY)).toEqual([6, 13, 20, 27, 34, 41]);
    for (const { weight } of found) expect(weight).toBeCloseTo(1, 12);
  });

  it('takes the weekdays in the proportions of now, whatever those of the reference are', () => {
    const found = likeWithLike(reference, [pane(47, 300), pane(49, 100)]);
    const rows = (weekday: number) =>
      found
        .filter(({ pane }) => ((pane.start - MONDAY) / DAY) % 7 === weekday)
        .reduce((sum, { pane, weight }) => sum + weight * pane.rows, 0);
    expect(rows(5) / rows(0)).toBeCloseTo(3, 12);
    expect(rows(5) + rows(0)).toBeCloseTo(6 * 120, 9);
  });

  it('takes all panes where the reference has no such slot, and none of those without rows', () => {
    const empty = [...reference.slice(0, 5), pane(5, 0)];
    const found = likeWithLike(empty, [pane(47, 10)]);
    expect(found).toHaveLength(5);
    expect(likeWithLike([pane(0, 0)], [pane(7, 10)])).toEqual([]);
  });
});
