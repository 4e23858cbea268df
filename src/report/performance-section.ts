import type { ModelHistory } from '../backtest/history.js';
import { card, details, table } from './card.js';
import { fullPanes } from '../dashboard/full-panes.js';
import { tag, textTag } from './markup.js';
import { performancePanel } from './performance-panel.js';
import type { TimeAxis } from './time-axis.js';
import { capitalize, formatDay, formatMetric, formatValue } from './words.js';

/** What is drawn of each task, in this order; the table has them all. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  binary: ['accuracy', 'logLoss', 'auc'],
  multiclass: ['accuracy', 'logLoss'],
  regression: ['mae', 'rmse'],
  ranking: ['ndcgAt10', 'takeRate'],
};

export function performanceSection(model: ModelHistory, axis: TimeAxis): string {
  const task = model.status?.task;
  const metrics = task ? (DRAWN[task] ?? []) : [];
  const panels = metrics
    .map((metric) => performancePanel(model, metric, axis))
    .filter((panel) => panel !== '');
  if (panels.length === 0)
    return card(
      'Performance',
      '',
      textTag(
        'p',
        { class: 'empty-note' },
        'The files hold no outcome beside a prediction: how right the model was cannot be told.',
      ),
    );
  return card(
    'Performance by day',
    `By the time of the outcome. The band holds nine in ten days of the reference; what is grey is the reference itself.${thinDays(model)}`,
    ...panels,
    legend(),
    figures(model),
  );
}

function thinDays({ outcomes }: ModelHistory): string {
  const thin = outcomes.length - fullPanes(outcomes).length;
  if (thin === 0) return '';
  return ` ${thin === 1 ? 'A day' : `${thin} days`} with less than a tenth of the usual outcomes ${thin === 1 ? 'is' : 'are'} in the figures only.`;
}

function legend(): string {
  const entry = (key: string, text: string) =>
    tag('li', {}, tag('span', { class: `key ${key}`, 'aria-hidden': 'true' }), text);
  return tag(
    'ul',
    { class: 'legend', 'aria-label': 'Marks in the charts' },
    entry('key-usual', 'usual days'),
    entry('key-reference', 'reference'),
    entry('key-band-severe', 'severe alert, from its onset'),
    entry('key-band-warning', 'warning'),
    entry('key-severe', 'fired'),
    entry('key-switch', 'new version or weights'),
  );
}

/** The same days in figures, for eyes that read and for screen readers. */
function figures({ outcomes }: ModelHistory): string {
  const names = [...new Set(outcomes.flatMap(({ values }) => Object.keys(values)))].filter(
    (name) => name !== 'outcomes',
  );
  const rows = outcomes.map(({ start, version, n, values }) => [
    formatDay(start),
    version,
    n.toLocaleString('en-US'),
    ...names.map((name) => (values[name] === undefined ? '' : formatValue(values[name]))),
  ]);
  return details(
    `All ${outcomes.length} days in figures`,
    table(
      'Performance by day',
      ['Day', 'Version', 'Outcomes', ...names.map((name) => capitalize(formatMetric(name)))],
      rows,
    ),
  );
}
