import { beforeAll, describe, expect, it } from 'vitest';
import { engineSettings, type Backtest } from '../../../src/backtest/backtest.js';
import { runThrough } from '../../../src/backtest/engine.js';
import { History } from '../../../src/backtest/history.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import type { Prediction } from '../../../src/events/event.js';
import { renderReport } from '../../../src/report/report.js';
import { summarize } from '../../../src/report/summary.js';
import { summaryText } from '../../../src/report/summary-text.js';
import { BEGIN, config, DAY, story } from '../backtest/history.js';

const NASTY = '<img src=x onerror=alert(1)>"&';
let alarmed: Backtest;

/** A whole result, with a feature of a wicked name. */
function resultOf(events: ReturnType<typeof story>): Backtest {
  const history = new History();
  const answers = new OwnAnswers((reference) => history.takeReference(reference));
  runThrough(
    events.map((event) =>
      event.kind === 'prediction'
        ? ({ ...event, features: { ...event.features, [NASTY]: 1 } } satisfies Prediction)
        : event,
    ),
    engineSettings(config),
    {
      onRecord: (record) => {
        answers.take(record);
        history.take(record);
      },
      answer: (request) => answers.answer(request),
    },
  );
  return {
    files: [{ path: `${NASTY}.csv`, format: 'csv' }],
    rows: events.length,
    span: { predictions: events.length / 2, from: BEGIN, to: BEGIN + 70 * DAY, longestDelay: null },
    bad: { count: 1, listed: [{ file: 'a.csv', row: 3, why: NASTY }] },
    choices: [{ setting: 'time', value: NASTY, reason: 'named like one' }],
    config,
    models: [...history.models.values()],
  };
}

beforeAll(() => {
  alarmed = resultOf(story({ days: 60, turnsOn: 45, rowsADay: 48 }));
});

describe('the report', () => {
  it('says the verdict first, and every alert with its reason', () => {
    const summary = summarize(alarmed, '1');
    const page = renderReport(alarmed, summary, '');
    expect(summary.alarmed).toBe(true);
    expect(page.indexOf('class="verdict"')).toBeLessThan(page.indexOf('<h2>Alerts</h2>'));
    for (const { why } of summary.models[0]?.alerts ?? []) expect(page.includes(escaped(why))).toBe(true);
    expect(summaryText(summary)).toContain(summary.models[0]?.alerts[0]?.why);
  });

  it('lets nothing from the data become markup', () => {
    const page = renderReport(alarmed, summarize(alarmed, '1'), '');
    expect(page.includes('<img')).toBe(false);
    expect(page.includes(escaped(NASTY))).toBe(true);
  });

  it('is one well-formed page without script, request or style attribute', () => {
    const page = renderReport(alarmed, summarize(alarmed, '1'), 'a { color: red }');
    const open: string[] = [];
    for (const [, close, name, end] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?(\/?)>/gi)) {
      if (end === '/' || name === 'meta') continue;
      if (close === '') open.push(name as string);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    expect(/<script|<link|\sstyle="|\shref="|\ssrc="|@import|url\(/.test(page)).toBe(false);
    expect(/NaN|Infinity|undefined|null/.test(page)).toBe(false);
  });

  it('shows the days before, the band of usual days, and drift for each feature', () => {
    const page = renderReport(alarmed, summarize(alarmed, '1'), '');
    expect(page.includes('class="usual"')).toBe(true);
    expect(page.includes('class="reference-time"')).toBe(true);
    expect(page.match(/class="strip-title"/g)?.length).toBeGreaterThanOrEqual(4);
    expect(page.includes('aria-label="Accuracy by day')).toBe(true);
  });
});

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
