// @ts-check
/**
 * The performance chart's marks as SVG: panels with their lines, the axis of time, alerts, version switches.
 * @import { Drawing, Panel } from './performance-layout.js'
 * @import { Scale } from './scales.js'
 * @import { Point } from './series.js'
 */
import { subjectWords } from './alert-words.js';
import { svg } from './dom.js';
import { formatTick, formatValue, formatValueTick } from './format.js';
import { isNarrow, LAYOUT } from './performance-layout.js';
import { timeTicks, valueTicks } from './scales.js';
import { byVersion, linePath } from './series.js';

/** Pixels, on average. */
const HALF_LETTER = 3.6;

/**
 * @param {Panel} panel
 * @param {Scale} x
 * @param {number} width
 */
export function paintPanel({ title, points, open, y, top, bottom }, x, width) {
  const marks = valueTicks(y.domain, (bottom - top) / 32).flatMap((value) => [
    svg('line', { class: 'grid', x1: LAYOUT.left, x2: width - LAYOUT.right, y1: y(value), y2: y(value) }),
    svg(
      'text',
      { class: 'tick', x: LAYOUT.left - 8, y: y(value) + 4, 'text-anchor': 'end' },
      formatValueTick(value),
    ),
  ]);
  const lines = byVersion(points).map((line) => svg('path', { class: 'line', d: linePath(line, x, y) }));
  // Few points are drawn as points as well: a line of one is invisible.
  const dots =
    points.length > 60
      ? []
      : points.map((p) => svg('circle', { class: 'dot', cx: x(p.time), cy: y(p.value), r: 2 }));
  const last = points.at(-1);
  return [
    ...marks,
    ...lines,
    ...dots,
    ...(last === undefined
      ? []
      : [svg('circle', { class: 'dot now', cx: x(last.time), cy: y(last.value), r: 4 })]),
    ...(open === null ? [] : openMarks(open, last, x, y)),
    svg('text', { class: 'panel-title', x: LAYOUT.left, y: top + 8 }, title),
    svg(
      'text',
      { class: 'panel-now', x: width - LAYOUT.right, y: top + 8, 'text-anchor': 'end' },
      ...(open === null
        ? []
        : [
            svg(
              'tspan',
              { class: 'panel-open' },
              `${isNarrow(width) ? '○' : 'provisional'} ${formatValue(open.value)}`,
            ),
          ]),
      ...(last === undefined ? [] : [`${open === null ? '' : '\u2002'}${formatValue(last.value)}`]),
    ),
  ];
}

/**
 * What is not decided yet: a hollow point, and a dashed line to it from the last that is.
 * @param {Point} open
 * @param {Point | undefined} last
 * @param {Scale} x
 * @param {Scale} y
 */
function openMarks(open, last, x, y) {
  const [cx, cy] = [x(open.time), y(open.value)];
  const point = svg('circle', { class: 'open-point', cx, cy, r: 4 });
  if (last === undefined || last.version !== open.version) return [point];
  return [svg('line', { class: 'open-line', x1: x(last.time), y1: y(last.value), x2: cx, y2: cy }), point];
}

/** @param {Drawing} drawing */
export function timeAxis({ x, panels, width, height }) {
  const { times, step } = timeTicks(x.domain, Math.max(2, (width - LAYOUT.left) / 90));
  const y = height - LAYOUT.axis;
  return times.flatMap((time) => {
    const label = formatTick(time, step);
    // The last one stands a little to the left rather than beyond the edge.
    const at = Math.min(x(time), width - label.length * HALF_LETTER);
    return [
      ...panels.map((p) =>
        svg('line', { class: 'grid faint', x1: x(time), x2: x(time), y1: p.top + 18, y2: p.bottom }),
      ),
      svg('text', { class: 'tick', x: at, y: y + 18, 'text-anchor': 'middle' }, label),
    ];
  });
}

/** @param {Drawing} drawing */
export function alertBands({ x, alerts, height }) {
  return alerts
    .filter((alert) => alert.track === 'performance')
    .map((alert) => {
      const from = Math.max(x.domain[0], alert.shownSince ?? alert.onset);
      const to = Math.max(from, Math.min(x.domain[1], alert.resolvedAt ?? x.domain[1]));
      return svg('rect', {
        class: `band ${alert.severity}`,
        x: x(from),
        y: LAYOUT.lane,
        width: Math.max(1, x(to) - x(from)),
        height: height - LAYOUT.lane - LAYOUT.axis,
      });
    });
}

/** @param {Drawing} drawing */
export function alertMarks({ x, alerts }) {
  return alerts.map((alert) => {
    const at = Math.min(Math.max(alert.firedAt, x.domain[0]), x.domain[1]);
    const mark = svg('path', {
      class: `alert-mark ${alert.severity} ${alert.track}`,
      d: 'M0 -6 6 5 -6 5Z',
      transform: `translate(${x(at).toFixed(1)} 29)`,
    });
    mark.append(svg('title', {}, `${subjectWords(alert)}: ${alert.why}`));
    return mark;
  });
}

/** @param {Drawing} drawing */
export function versionMarks({ x, switches, weights, height }) {
  let free = -Infinity;
  const all = [...switches, ...weights].sort((a, b) => a.time - b.time);
  return all.flatMap(({ time, label }) => {
    const at = x(time);
    const line = svg('line', { class: 'switch', x1: at, x2: at, y1: 18, y2: height - LAYOUT.axis });
    // Where switches follow each other closely only the first has room for its name; the readout has them all.
    if (at < free) return [line];
    free = at + 12 + label.length * 7;
    return [line, svg('text', { class: 'switch-label', x: at, y: 12, 'text-anchor': 'middle' }, label)];
  });
}
