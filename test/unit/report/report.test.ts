import { beforeAll, describe, expect, it } from 'vitest';
import type { Backtest } from '../../../src/backtest/backtest.js';
import { renderReport } from '../../../src/report/report.js';
import { summarize } from '../../../src/report/summary.js';
import { summaryText } from '../../../src/report/summary-text.js';
import { story } from '../backtest/history.js';
import { NASTY, resultOf } from './result.js';

let alarmed: Backtest;

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
