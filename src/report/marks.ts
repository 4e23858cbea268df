/** What the days of a chart are seen beside: the reference, alerts, versions. */
import type { ModelHistory } from '../backtest/history.js';
import { tag, textTag } from './markup.js';
import { percentAt, round, shareAt, timeRect, type TimeAxis } from './time-axis.js';
import { formatDay, subjectWords } from './words.js';

type Shown = Pick<ModelHistory, 'alerts' | 'references' | 'predictions'>;

/** Under the lines, stretched: the weeks of the reference, and how long alerts lasted. */
export function backdrop({ alerts, references }: Shown, axis: TimeAxis, height: number): string {
  return [
    ...references.map(({ from, to }) => timeRect(axis, from, to, 0, height, 'reference-time')),
    ...[...alerts.values()].map(({ onset, shownSince = onset, resolvedAt, severity }) =>
      timeRect(axis, shownSince, resolvedAt ?? axis.to, 0, height, `band ${severity}`),
    ),
  ].join('');
}

/** Over the lines, not stretched: a triangle where an alert fired, a dashed line where a version came. */
export function marks(model: Shown, axis: TimeAxis, height: number): string {
  return [
    ...versionStarts(model).map(({ version, start }) => {
      const x = percentAt(axis, start);
      const end = shareAt(axis, start) > 0.9;
      return (
        tag('line', { class: 'switch', x1: x, x2: x, y1: 0, y2: height }) +
        textTag(
          'text',
          { class: 'switch-label', x, y: 12, dx: end ? -4 : 4, 'text-anchor': end ? 'end' : 'start' },
          version,
        )
      );
    }),
    ...[...model.alerts.values()].map((alert) =>
      tag(
        'svg',
        { x: percentAt(axis, alert.firedAt), y: round(height - 11), overflow: 'visible' },
        tag(
          'path',
          { class: `alert-mark ${alert.severity}`, d: 'M0 0l6 11h-12z' },
          textTag(
            'title',
            {},
            `${alert.severity} alert, fired ${formatDay(alert.firedAt)}: ${subjectWords(alert)}`,
          ),
        ),
      ),
    ),
  ].join('');
}

/** First day of each version but the first. */
function versionStarts({ predictions }: Shown): { readonly version: string; readonly start: number }[] {
  const starts = new Map<string, number>();
  for (const { version, start } of predictions) if (!starts.has(version)) starts.set(version, start);
  return [...starts].slice(1).map(([version, start]) => ({ version, start }));
}
