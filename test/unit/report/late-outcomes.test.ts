/** An alert whose outcomes come late, and whose stream has a name of its own, in the report and at a terminal. */
import { expect, it } from 'vitest';
import { History, type ModelHistory } from '../../../src/backtest/history.js';
import { alertSection } from '../../../src/report/alert-section.js';
import { alertSummary } from '../../../src/report/summary.js';
import { summaryText } from '../../../src/report/summary-text.js';
import type { AlertRecord } from '../../../src/records/feed.js';
import { alertRecord, HOUR, JANUARY } from '../server/feed-records.js';

function historyOf(alert: AlertRecord): ModelHistory {
  const history = new History();
  history.take({ topic: 'alerts', key: null, value: Buffer.from(JSON.stringify(alert)) });
  return history.models.get(alert.model)!;
}

const late = alertRecord({
  metric: 'faulty:late_share',
  onset: JANUARY,
  onsetWithin: 72 * HOUR,
  shownSince: JANUARY + 50 * HOUR,
  firedAt: JANUARY + 96 * HOUR,
  effect: { name: 'points', value: 80, floor: 3, reference: 0.01, now: 0.81 },
  evidence: { statistic: 1.7e17, threshold: 1_800 },
});

it('the report says since when, and since when it is shown', () => {
  const page = alertSection(historyOf(late));
  expect(page).toContain('<h3>Missing or faulty values of late_share</h3>');
  expect(page).toContain(
    'Began about 1 Jan 2001 (give or take 3 days; outcomes show it since 3 Jan 2001), fired 5 Jan 2001',
  );
  expect(page).toContain('far beyond the 1,800 needed; by conformal');
});

it('so do the summary for machines and the terminal', () => {
  const summary = alertSummary(late);
  expect(summary).toMatchObject({
    since: '2001-01-01T00:00:00.000Z',
    shownSince: '2001-01-03T02:00:00.000Z',
  });
  expect(alertSummary(alertRecord())).not.toHaveProperty('shownSince');
  const text = summaryText({
    leeway: '1',
    alarmed: true,
    verdict: 'It got worse.',
    files: ['a.csv'],
    rows: 1,
    from: '2001-01-01',
    to: '2001-02-01',
    badRows: 0,
    settings: [],
    models: [{ model: 'm', task: null, verdict: '', readiness: '', alerts: [summary], references: [], performance: {}, books: null }], // prettier-ignore
  });
  expect(text).toContain('since about 2001-01-01 (outcomes show it since 2001-01-03, fired 2001-01-05)');
});
