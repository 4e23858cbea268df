import type { Backtest } from '../backtest/backtest.js';
import type { ModelHistory } from '../backtest/history.js';
import { card, details, table } from './card.js';
import { tag, textTag } from './markup.js';
import type { ModelSummary } from './summary.js';
import { formatCount, formatDay } from './words.js';

/** The top of a model: the verdict in a sentence, and what it rests on. */
export function verdictSection(model: ModelHistory, summary: ModelSummary, { span }: Backtest): string {
  const { alerts, references, unwatched } = summary;
  const severe = alerts.some(({ severity }) => severity === 'severe');
  const state = severe
    ? 'open'
    : alerts.length > 0
      ? 'warning'
      : references.length > 0 && unwatched === undefined
        ? 'calm'
        : 'unknown';
  const word =
    alerts.length === 0
      ? references.length > 0
        ? unwatched === undefined
          ? 'No alarm'
          : 'Inputs only'
        : 'No verdict yet'
      : severe
        ? 'Alarm'
        : 'Warning';
  const rows = model.predictions.reduce((sum, { n }) => sum + n, 0);
  const answered = model.outcomes.reduce((sum, { n }) => sum + n, 0);
  const facts: readonly (readonly [string, string])[] = [
    ['History', `${formatDay(span.from)} – ${formatDay(span.to)}`],
    ['Predictions', formatCount(rows)],
    ['Outcomes', formatCount(answered)],
    ['Alerts', String(alerts.length)],
    ['Versions', String(new Set(model.predictions.map(({ version }) => version)).size)],
    ['Task', summary.task ?? 'inputs only'],
  ];
  return tag(
    'section',
    { class: 'card summary' },
    tag(
      'div',
      { class: 'summary-head' },
      textTag('h1', {}, model.model),
      textTag('p', { class: 'health', 'data-state': state }, word),
    ),
    textTag('p', { class: 'verdict' }, summary.verdict.slice(model.model.length + 2)),
    textTag('p', { class: 'muted' }, summary.readiness),
    tag(
      'dl',
      { class: 'facts' },
      ...facts.map(([name, value]) => tag('div', {}, textTag('dt', {}, name), textTag('dd', {}, value))),
    ),
  );
}

/** What was chosen and why; and what became of every row. */
export function settingsSection({ choices, files, bad }: Backtest): string {
  return card(
    'Settings',
    'Each with its reason. Every one can be said: as a flag, in a mapping, in leeway.yaml.',
    table(
      'Settings',
      ['Setting', 'Value', 'Reason'],
      choices.map(({ setting, value, reason }) => [setting, value, reason]),
      true,
    ),
    textTag('p', { class: 'muted small' }, `Files: ${files.map(({ path }) => path).join(', ')}`),
    bad.count === 0
      ? ''
      : details(
          `${bad.count === 1 ? '1 row' : `${formatCount(bad.count)} rows`} could not be used`,
          table(
            'Rows that could not be used',
            ['Where', 'Row', 'Why'],
            bad.listed.map(({ file, row, why }) => [file, row === null ? '' : String(row), why]),
          ),
        ),
  );
}

const TERMS = ['read', 'accepted', 'joined', 'unmatched', 'late', 'duplicates', 'deadLetters'] as const;
const TERM_WORDS: Readonly<Record<(typeof TERMS)[number], string>> = {
  read: 'Read',
  accepted: 'Accepted',
  joined: 'Joined',
  unmatched: 'Without the other half',
  late: 'Late',
  duplicates: 'Duplicates',
  deadLetters: 'Refused',
};

export function booksSection({ status, references }: ModelHistory): string {
  if (!status) return '';
  const { predictions, outcomes } = status.books;
  return card(
    'Books',
    'What became of every record.',
    table(
      'Books',
      ['', 'Predictions', 'Outcomes'],
      TERMS.map((term) => [TERM_WORDS[term], formatCount(predictions[term]), formatCount(outcomes[term])]),
    ),
    ...references.map(({ version, from, to }) =>
      textTag(
        'p',
        { class: 'muted small' },
        `Version ${version} is held against its own days from ${formatDay(from)} to ${formatDay(to - 1)}.`,
      ),
    ),
  );
}
