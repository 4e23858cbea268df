import { describe, expect, it } from 'vitest';
import { byWeek, WEEK, weeksInOrder } from '../../../../bench/flights-alerts/weeks.js';
import type { PaneRecord } from '../../../../src/records/pane.js';

const BEGIN = Date.UTC(2001, 0, 8);
const HOUR = 3_600_000;
const paneAt = (start: number, segment = ''): PaneRecord => ({
  v: 1,
  kind: 'pane',
  model: 'm',
  version: '1',
  segment,
  start,
  end: start + HOUR,
  prediction: null,
  outcome: null,
});

describe('whole weeks in another order', () => {
  const panes = [-1, 0, 1, 2, 3].map((week) => paneAt(BEGIN + week * WEEK + 5 * HOUR));
  const weeks = byWeek([...panes, paneAt(BEGIN + WEEK + 5 * HOUR, 'region=north')], BEGIN, 3);

  it('are the whole ones inside of the range', () => {
    expect(weeks.map((own) => own.length)).toEqual([1, 2, 1]);
  });

  it('stand where they are put, at the same hour of the week, as often as they are asked for', () => {
    const { panes: stored } = weeksInOrder(weeks, [2, 1, 1], 'm');
    const starts = [...stored.keys()];
    expect(starts).toEqual([0, 1, 2].map((place) => BEGIN + place * WEEK + 5 * HOUR));
    const read = starts.map((start) =>
      [...(stored.get(start)?.values() ?? [])].map((bytes) => JSON.parse(String(bytes)) as PaneRecord),
    );
    expect(read.map((own) => own.length)).toEqual([1, 2, 2]);
    for (const [place, own] of read.entries()) {
      for (const { start, end } of own) {
        expect(start).toBe(starts[place]);
        expect(end - start).toBe(HOUR);
      }
    }
  });
});
