/** What a history comes to in a sentence: where performance was not seen, and what was open when it ended. */
import { describe, expect, it } from 'vitest';
import type { ModelHistory } from '../../../src/backtest/history.js';
import { alertSection } from '../../../src/report/alert-section.js';
import { renderReport } from '../../../src/report/report.js';
import { summarize } from '../../../src/report/summary.js';
import { summaryText } from '../../../src/report/summary-text.js';
import { verdictOf } from '../../../src/report/verdict.js';
import { story } from '../backtest/history.js';
import { alertRecord, HOUR, JANUARY, metricsRecord, statusRecord } from '../server/feed-records.js';
import { resultOf } from './result.js';

const DAY = 24 * HOUR;

describe('where hardly any outcome was joined', () => {
  it('text, page and JSON say so, and not that nothing changed', () => {
    const result = resultOf(story({ days: 50, rowsADay: 20, delay: 240 }));
    const summary = summarize(result, '1');
    const why = '0 of 1,000 predictions got an outcome within the horizon of 7d';
    expect(summary.models[0]?.unwatched).toBe(why);
    expect(summary.verdict).toContain(`erformance could not be watched: ${why}.`);
    expect(summary.verdict).not.toContain('nothing changed');
    expect(summaryText(summary)).toContain(summary.verdict);
    const page = renderReport(result, summary, '');
    expect(page).toContain(summary.verdict.slice('m: '.length));
    expect(page).not.toContain('>No alarm<');
  });

  it('few labels are enough if they are joined, and an alarm is told all the same', () => {
    const of = (accepted: number, joined: number, alarmed: boolean): string => {
      const status = statusRecord();
      Object.assign(status.books.predictions, { accepted: 16_013, joined });
      Object.assign(status.books.outcomes, { accepted, joined });
      return verdictOf(history({ status }, alarmed), 7 * DAY);
    };
    expect(of(100, 100, true)).not.toContain('could not be watched');
    expect(of(16_000, 159, true)).toContain(
      'accuracy fell by 9 points. It was still open when the history ended. Performance could not be watched: 159 of 16,013 predictions',
    );
    expect(of(16_000, 160, true)).not.toContain('could not be watched');
    expect(of(0, 0, false)).toContain('Performance could not be watched: 0 of 16,013 predictions');
  });
});

describe('an alert that the end of the history has closed', () => {
  const day = (version: string, n: number) =>
    metricsRecord({
      side: 'prediction',
      version,
      start: JANUARY + n * DAY,
      end: JANUARY + (n + 1) * DAY,
    });
  const superseded = alertRecord({ state: 'superseded', resolvedAt: JANUARY + 10 * DAY });
  const of = (predictions: ModelHistory['predictions']) =>
    history({ predictions, alerts: new Map([[superseded.id, superseded]]) }, false);

  it('was still open where no other version followed', () => {
    for (const days of [[day('1', 9)], [day('0', 2), day('1', 9)]]) {
      expect(verdictOf(of(days), DAY)).toContain('It was still open when the history ended.');
      expect(alertSection(of(days))).toContain('still open when the history ended');
    }
  });

  it('and ended with its version where one did', () => {
    const followed = of([day('1', 9), day('2', 10)]);
    expect(verdictOf(followed, DAY)).toContain('Its version was replaced on 11 Jan 2001.');
    expect(alertSection(followed)).toContain('over 11 Jan 2001');
  });
});

function history(fields: Partial<ModelHistory>, alarmed: boolean): ModelHistory {
  const open = alertRecord();
  return {
    model: 'flights',
    predictions: [],
    outcomes: [],
    segments: new Map(),
    alerts: new Map(alarmed ? [[open.id, open]] : []),
    references: [],
    weights: new Map(),
    quality: new Map(),
    status: null,
    ...fields,
  };
}
