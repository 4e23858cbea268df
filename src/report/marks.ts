/** What the days of a chart are seen beside: the reference, alerts, versions. */
import type { ModelHistory } from '../backtest/history.js';
import { tag, textTag } from './markup.js';
import { drawSwitches, switchesOf } from './switches.js';
import { percentAt, round, timeRect, type TimeAxis } from './time-axis.js';
import { formatDay, subjectWords } from './words.js';

type Shown = Pick<ModelHistory, 'alerts' | 'references' | 'predictions' | 'weights'>;

/** Under the lines, stretched: the weeks of the reference, and how long alerts lasted. */
export function backdrop({ alerts, references }: Shown, axis: TimeAxis, height: number): string {
  return [
    ...references.map(({ from, to }) => timeRect(axis, from, to, 0, height, 'reference-time')),
    ...[...alerts.values()].map(({ onset, shownSince = onset, resolvedAt, severity }) =>
      timeRect(axis, shownSince, resolvedAt ?? axis.to, 0, height, `band ${severity}`),
    ),
  ].join('');
}

/** Over the lines, not stretched: a triangle where an alert fired, a dashed line where a version came or weights changed. */
export function marks(model: Shown, axis: TimeAxis, height: number): string {
  return [
    ...drawSwitches(switchesOf(model), axis, height),
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
