/** Changes of the weights of objectives stand in the report of a backtest as they do on the live page. */
import { expect, it } from 'vitest';
import { History } from '../../../src/backtest/history.js';
import { marks } from '../../../src/report/marks.js';
import { performancePanel } from '../../../src/report/performance-panel.js';
import type { FeedRecord } from '../../../src/records/feed.js';
import { HOUR, JANUARY, metricsRecord } from '../server/feed-records.js';

const DAY = 24 * HOUR;
const axis = { from: JANUARY, to: JANUARY + 60 * DAY };

function historyOf(changes: readonly number[]) {
  const history = new History();
  const take = (record: FeedRecord) =>
    history.take({ topic: 'metrics', key: null, value: Buffer.from(JSON.stringify(record)) });
  for (let day = 0; day < 60; day++) {
    const [start, end] = [JANUARY + day * DAY, JANUARY + (day + 1) * DAY];
    take(metricsRecord({ resolution: '24h', start, end }));
  }
  changes.forEach((day, i) => {
    const record = {
      v: 1,
      kind: 'weights',
      id: `w${i}`,
      model: 'flights',
      version: '1',
      before: [],
    } as const;
    const [at, toldAt] = [JANUARY + day * DAY + HOUR, JANUARY + (day + 1) * DAY];
    // Told twice: the last word counts.
    take({ ...record, at, toldAt, after: [] });
    take({ ...record, at, toldAt, after: [{ weights: { clicks: 0.2, dwell: 0.8 }, share: 1 }] });
  });
  return history.models.get('flights')!;
}

const count = (text: string, what: string): number => text.split(what).length - 1;

it('each change is a line with its label, and the reading of its day says it whole', () => {
  const history = historyOf([10, 40]);
  expect(count(marks(history, axis, 100), 'class="switch"')).toBe(2);
  expect(count(marks(history, axis, 100), '>new weights</text>')).toBe(2);
  const panel = performancePanel(history, 'accuracy', axis);
  expect(count(panel, '; new weights: clicks 0.2, dwell 0.8</title>')).toBe(2);
  expect(panel).toContain('11 Jan 2001: accuracy 0.800, 100 outcomes; new weights: clicks 0.2, dwell 0.8');
});

it('labels that would stand on each other are left out, on a telephone sooner', () => {
  expect(count(marks(historyOf([10, 11]), axis, 100), '>new weights</text>')).toBe(1);
  const near = marks(historyOf([10, 17]), axis, 100);
  expect(count(near, '>new weights</text>')).toBe(2);
  expect(count(near, 'class="switch-label often"')).toBe(1);
  expect(marks(historyOf([59]), axis, 100)).toContain('text-anchor="end"');
});
