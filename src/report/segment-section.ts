import type { ModelHistory } from '../backtest/history.js';
import type { MetricsRecord } from '../records/feed.js';
import { card, table } from './card.js';
import { capitalize, formatMetric, formatValue } from './words.js';

const WEEK = 7;
/** What segments are compared by. */
const METRIC = {
  binary: 'accuracy',
  multiclass: 'accuracy',
  regression: 'mae',
  ranking: 'ndcgAt10',
} as const;

/** Each segment over the whole history and over its last days. '' without segments. */
export function segmentSection({ segments, status }: ModelHistory): string {
  if (segments.size === 0) return '';
  const metric = METRIC[status?.task ?? 'binary'];
  const rows = [...segments]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, days]) => {
      const all = meanOf(days, metric);
      const last = meanOf(days.slice(-WEEK), metric);
      return [
        name,
        days.reduce((sum, { n }) => sum + n, 0).toLocaleString('en-US'),
        all === null ? '' : formatValue(all),
        last === null ? '' : formatValue(last),
      ];
    });
  const word = capitalize(formatMetric(metric));
  return card(
    'Segments',
    '',
    table(
      'Performance by segment',
      ['Segment', 'Outcomes', `${word}, all days`, `${word}, last ${WEEK} days`],
      rows,
    ),
  );
}

/** Mean over days, weighted by their outcomes. */
function meanOf(days: readonly MetricsRecord[], metric: string): number | null {
  let n = 0;
  let sum = 0;
  for (const day of days) {
    const value = day.values[metric];
    if (value === undefined) continue;
    n += day.n;
    sum += day.n * value;
  }
  return n === 0 ? null : sum / n;
}
