import { expect, it } from 'vitest';
import { fullPanes } from '../../../src/dashboard/full-panes.js';
import { performanceSection } from '../../../src/report/performance-section.js';
import { BEGIN, DAY, story } from '../backtest/history.js';
import { resultOf } from './result.js';

it('a day of few rows among many is none to draw, and one among few is', () => {
  const days = (...rows: number[]) => fullPanes(rows.map((n) => ({ n }))).map(({ n }) => n);
  expect(days(900, 1_000, 1_100, 6)).toEqual([900, 1_000, 1_100]);
  expect(days(5, 6, 7)).toEqual([5, 6, 7]);
  expect(days()).toEqual([]);
});

it('outcomes that trickle in after the end are in the figures, and are no headline', () => {
  const [model] = resultOf(story({ days: 60, turnsOn: 61, rowsADay: 48 })).models;
  const last = model!.outcomes.at(-1)!;
  const late = { ...last, start: last.start + DAY, end: last.end + DAY, n: 2, values: { accuracy: 0 } };
  const with2 = { ...model!, outcomes: [...model!.outcomes, late] };
  const axis = { from: BEGIN, to: BEGIN + 62 * DAY };
  const headline = (page: string) => /class="panel-value">([^<]*)</u.exec(page)?.[1];
  expect(headline(performanceSection(with2, axis))).toBe(headline(performanceSection(model!, axis)));
  const says = (page: string, text: string) => page.includes(text);
  const page = performanceSection(with2, axis);
  expect(says(page, 'A day with less than a tenth of the usual outcomes is in the figures only.')).toBe(true);
  expect(says(page, `All ${with2.outcomes.length} days in figures`)).toBe(true);
  expect(says(performanceSection(model!, axis), 'in the figures only')).toBe(false);
});
