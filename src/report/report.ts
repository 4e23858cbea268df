/**
 * A backtest as one HTML file that needs nothing else: no request, no script. Its policy lets the browser run and load
 * nothing but this very style sheet.
 */
import { createHash } from 'node:crypto';
import type { Backtest } from '../backtest/backtest.js';
import type { ModelHistory } from '../backtest/history.js';
import { settingsOf } from '../config/model-settings.js';
import { alertSection } from './alert-section.js';
import { driftSection } from './drift-section.js';
import { booksSection, settingsSection, verdictSection } from './facts-section.js';
import { escapeText, tag, textTag } from './markup.js';
import { performanceSection } from './performance-section.js';
import { qualitySection } from './quality-section.js';
import { REPORT_STYLE } from './report-style.js';
import { segmentSection } from './segment-section.js';
import type { Summary } from './summary.js';
import type { TimeAxis } from './time-axis.js';
import { volumeSection } from './volume-section.js';

const DAY = 86_400_000;

/** @param look the style sheet of the live page */
export function renderReport(result: Backtest, summary: Summary, look: string): string {
  const style = `${look}${REPORT_STYLE}`;
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const models = result.models.flatMap((model, i) => sections(model, summary, i, result));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(`Backtest: ${summary.models.map(({ model }) => model).join(', ')}`)}</title>
<style>${style}</style>
</head>
<body>
<header class="bar"><div class="brand">${MARK}<span>Leeway backtest</span></div></header>
<main>
${models.join('\n')}
${models.length === 0 ? tag('section', { class: 'card' }, textTag('h1', {}, 'There was nothing to watch')) : ''}
${settingsSection(result)}
${textTag('p', { class: 'report-foot' }, `Made by Leeway ${summary.leeway}. Times are UTC. This file asks for nothing from anywhere.`)}
</main>
</body>
</html>
`;
}

function sections(model: ModelHistory, summary: Summary, i: number, result: Backtest): string[] {
  const own = summary.models[i];
  if (!own) return [];
  const axis = axisOf(model);
  const { alerts } = settingsOf(result.config, model.model);
  return [
    verdictSection(model, own, result),
    alertSection(model),
    performanceSection(model, axis),
    driftSection(model, axis, alerts.effect.js),
    qualitySection(model, axis),
    volumeSection(model, axis),
    segmentSection(model),
    booksSection(model),
  ];
}

/** Whole days, from the first to the last that has something. */
function axisOf({ predictions, outcomes }: ModelHistory): TimeAxis {
  const days = [...predictions, ...outcomes];
  if (days.length === 0) return { from: 0, to: DAY };
  return {
    from: days.reduce((least, { start }) => Math.min(least, start), Infinity),
    to: days.reduce((most, { end }) => Math.max(most, end), -Infinity),
  };
}

const MARK =
  '<svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0b5f86"/><path d="M6 25 26 7" stroke="#bfe3f5" stroke-width="2" stroke-dasharray="2.5 2.5" fill="none"/><path d="M6 25C14 22 20 21 27 22" stroke="#fff" stroke-width="2.6" stroke-linecap="round" fill="none"/><circle cx="6.5" cy="24.7" r="2.6" fill="#ffb454"/></svg>';
