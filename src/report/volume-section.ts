import type { ModelHistory } from '../backtest/history.js';
import { linearScale, valueTicks } from '../dashboard/scales.js';
import { card } from './card.js';
import { backdrop } from './marks.js';
import { tag, textTag } from './markup.js';
import { percentAt, round, stretched, timeGrid, timeRect, type TimeAxis } from './time-axis.js';
import { formatCount, formatDay, formatValueTick } from './words.js';

const HEIGHT = 110;
const TOP = 16;
const DAY = 86_400_000;

/** Predictions and outcomes a day. */
export function volumeSection(model: ModelHistory, axis: TimeAxis): string {
  const predictions = byDay(model.predictions);
  const outcomes = byDay(model.outcomes);
  const most = Math.max(1, ...predictions.values(), ...outcomes.values());
  const y = linearScale([0, most], [HEIGHT, TOP]);
  const bars = (days: ReadonlyMap<number, number>, className: string) =>
    [...days]
      .map(([day, n]) => timeRect(axis, day + DAY * 0.08, day + DAY * 0.92, y(n), HEIGHT - y(n), className))
      .join('');
  const hits = [...predictions].map(([day, n]) =>
    tag(
      'rect',
      {
        class: 'reading',
        x: percentAt(axis, day),
        y: 0,
        width: `${round((100 * DAY) / Math.max(DAY, axis.to - axis.from))}%`,
        height: HEIGHT,
      },
      textTag(
        'title',
        {},
        `${formatDay(day)}: ${formatCount(n)} predictions, ${formatCount(outcomes.get(day) ?? 0)} outcomes`,
      ),
    ),
  );
  const total = [...predictions.values()].reduce((sum, n) => sum + n, 0);
  return card(
    'Volume by day',
    '',
    tag(
      'svg',
      {
        class: 'drawing',
        width: '100%',
        height: HEIGHT + 22,
        role: 'img',
        'aria-label': `Predictions a day: ${formatCount(Math.round(total / Math.max(1, predictions.size)))} on average, ${formatCount(most)} at most`,
      },
      stretched(HEIGHT, backdrop(model, axis, HEIGHT), bars(predictions, 'volume')),
      ...valueTicks([0, most], 3)
        .filter((value) => value > 0)
        .map(
          (value) =>
            tag('line', { class: 'grid', x1: 0, x2: '100%', y1: round(y(value)), y2: round(y(value)) }) +
            textTag(
              'text',
              { class: 'tick', x: -8, y: round(y(value) + 4), 'text-anchor': 'end' },
              formatValueTick(value),
            ),
        ),
      timeGrid(axis, HEIGHT),
      ...hits,
    ),
  );
}

/** Several versions may have been in service on a day. */
function byDay(records: ModelHistory['predictions']): Map<number, number> {
  const days = new Map<number, number>();
  for (const { start, n } of records) days.set(start, (days.get(start) ?? 0) + n);
  return days;
}
