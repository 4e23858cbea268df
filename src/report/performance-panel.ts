import type { ModelHistory } from '../backtest/history.js';
import type { Band } from '../backtest/reference-bands.js';
import { airyDomain, linearScale, valueTicks } from '../dashboard/scales.js';
import type { MetricsRecord } from '../records/feed.js';
import { fullPanes } from '../dashboard/full-panes.js';
import { backdrop, marks } from './marks.js';
import { tag, textTag } from './markup.js';
import { switchesOf, type Switch } from './switches.js';
import { percentAt, round, stretched, stretchedAt, timeGrid, timeRect, type TimeAxis } from './time-axis.js';
import { capitalize, formatDay, formatMetric, formatValue, formatValueTick } from './words.js';

const HEIGHT = 168;
const TOP = 18;
const DAY = 86_400_000;

/** One metric by day, with the band of its usual days. '' without any value. */
export function performancePanel(model: ModelHistory, metric: string, axis: TimeAxis): string {
  const days = fullPanes(model.outcomes).filter(({ values }) => values[metric] !== undefined);
  if (days.length === 0) return '';
  const bands = model.references.flatMap(({ bands, to }) => {
    const band = bands[metric];
    return band ? [{ band, from: to }] : [];
  });
  const of = ({ values }: MetricsRecord) => values[metric] as number;
  const [low, high] = airyDomain([...days.map(of), ...bands.flatMap(({ band }) => [band.low, band.high])]);
  const y = linearScale([low, high], [HEIGHT, TOP]);
  const last = days.at(-1) as MetricsRecord;
  const title = capitalize(formatMetric(metric));
  const usual = bands.at(-1)?.band;
  const label = `${title} by day, ${formatDay(axis.from)} to ${formatDay(axis.to)}: latest ${formatValue(of(last))}${usual ? `, usually ${formatValue(usual.low)} to ${formatValue(usual.high)}` : ''}`;
  return tag(
    'figure',
    { class: 'panel' },
    tag(
      'figcaption',
      { class: 'panel-head' },
      textTag('h3', {}, title),
      textTag('span', { class: 'panel-value' }, formatValue(of(last))),
      usual
        ? textTag(
            'span',
            { class: 'muted small' },
            `usual days ${formatValue(usual.low)} to ${formatValue(usual.high)}`,
          )
        : '',
    ),
    tag(
      'svg',
      { class: 'drawing', width: '100%', height: HEIGHT + 22, role: 'img', 'aria-label': label },
      stretched(
        HEIGHT,
        backdrop(model, axis, HEIGHT),
        ...bands.map(({ band, from }) => bandOf(band, from, axis, y)),
      ),
      valueGrid([low, high], y),
      timeGrid(axis, HEIGHT),
      stretched(HEIGHT, ...linesOf(days, of, axis, y)),
      marks(model, axis, HEIGHT),
      readings(days, axis, of, title, switchesOf(model)),
    ),
  );
}

function bandOf(
  { low, middle, high }: Band,
  from: number,
  axis: TimeAxis,
  y: (value: number) => number,
): string {
  const top = y(high);
  return (
    timeRect(axis, from, axis.to, top, y(low) - top, 'usual') +
    tag('path', { class: 'usual-middle', d: `M${stretchedAt(axis, from)} ${round(y(middle))}H1000` })
  );
}

function valueGrid(domain: readonly [number, number], y: (value: number) => number): string {
  return valueTicks(domain, 4)
    .map((value) => {
      const at = round(y(value));
      if (at < TOP) return '';
      return (
        tag('line', { class: 'grid', x1: 0, x2: '100%', y1: at, y2: at }) +
        textTag('text', { class: 'tick', x: -8, y: at + 4, 'text-anchor': 'end' }, formatValueTick(value))
      );
    })
    .join('');
}

/** A line a version, broken where a day is missing; days alone are dots. */
function linesOf(
  days: readonly MetricsRecord[],
  of: (day: MetricsRecord) => number,
  axis: TimeAxis,
  y: (value: number) => number,
): string[] {
  const byVersion = new Map<string, MetricsRecord[]>();
  for (const day of days) {
    const own = byVersion.get(day.version);
    if (own) own.push(day);
    else byVersion.set(day.version, [day]);
  }
  return [...byVersion.values()].map((own) => {
    let path = '';
    let before = -Infinity;
    for (const day of own) {
      const x = stretchedAt(axis, day.start + DAY / 2);
      // A line of no length has round ends: a dot.
      path += `${day.start - before > 1.5 * DAY ? `M${x} ${round(y(of(day)))}` : ''}L${x} ${round(y(of(day)))}`;
      before = day.start;
    }
    return tag('path', { class: 'line', d: path });
  });
}

/** What stands under the pointer. */
function readings(
  days: readonly MetricsRecord[],
  axis: TimeAxis,
  of: (day: MetricsRecord) => number,
  title: string,
  switches: readonly Switch[],
): string {
  return days
    .map((day) => {
      const width = (100 * DAY) / Math.max(DAY, axis.to - axis.from);
      const text = `${formatDay(day.start)}: ${title.toLowerCase()} ${formatValue(of(day))}, ${day.n.toLocaleString('en-US')} outcomes${switches
        .filter(({ at }) => at >= day.start && at < day.end)
        .map(({ text }) => `; ${text}`)
        .join('')}`;
      return tag(
        'rect',
        { class: 'reading', x: percentAt(axis, day.start), y: 0, width: `${round(width)}%`, height: HEIGHT },
        textTag('title', {}, text),
      );
    })
    .join('');
}
