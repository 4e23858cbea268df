// @ts-check
/**
 * Rolling performance above, performance by day below, on one axis of event time; version switches and alerts marked.
 * @import { AlertRecord } from '../records/feed.js'
 * @import { ModelState } from './model-state.js'
 * @import { Point } from './series.js'
 * @import { Scale } from './scales.js'
 */
import { el, setText, svg } from './dom.js';
import { capitalize, formatMetric, formatMinute, formatTick, formatValue, formatVersion } from './format.js';
import { airyDomain, linearScale, timeTicks, valueTicks } from './scales.js';
import {
  byVersion,
  chooseMetric,
  DAILY_CHOICES,
  linePath,
  pointAt,
  pointsOf,
  ROLLING_CHOICES,
} from './series.js';
import { Tooltip } from './tooltip.js';

/** Pixels. The lane above the panels holds the marks of versions and alerts. */
const LAYOUT = { left: 46, right: 14, lane: 40, gap: 34, axis: 26 };
const HEIGHTS = { wide: [190, 110], narrow: [150, 90] };

/** @typedef {{ title: string, points: Point[], y: Scale, top: number, bottom: number }} Panel */
/** @typedef {{ x: Scale, panels: Panel[], alerts: AlertRecord[], switches: { time: number, label: string }[], width: number, height: number }} Drawing */

export class PerformanceChart {
  #host;
  #figure = el('div', { class: 'plot', tabindex: 0, role: 'group', 'aria-roledescription': 'chart' });
  #empty = el('p', { class: 'empty-note' });
  #readout = el('p', { class: 'visually-hidden', 'aria-live': 'polite' });
  #tooltip;
  /** @type {Drawing | null} */
  #drawing = null;
  /** @type {SVGElement | null} */
  #crosshair = null;
  /** Event time under the crosshair. @type {number | null} */
  #cursor = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
    host.append(this.#figure, this.#readout, this.#empty);
    this.#tooltip = new Tooltip(host);
    this.#figure.addEventListener('pointermove', (event) => this.#point(event));
    this.#figure.addEventListener('pointerleave', () => this.#leave());
    this.#figure.addEventListener('blur', () => this.#leave());
    this.#figure.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {ModelState} state */
  render(state) {
    this.#drawing = draw(state, this.#host.clientWidth);
    const drawing = this.#drawing;
    this.#figure.hidden = drawing === null;
    this.#empty.hidden = drawing !== null;
    if (drawing === null) {
      setText(
        this.#empty,
        'Nothing to draw yet. Rolling performance appears once outcomes have come in and a pane has closed.',
      );
      return;
    }
    this.#figure.setAttribute('aria-label', describe(drawing));
    this.#figure.replaceChildren(this.#paint(drawing));
    if (this.#cursor !== null) this.#show(this.#cursor);
  }

  /** @param {Drawing} drawing */
  #paint(drawing) {
    const { x, panels, width, height } = drawing;
    const root = svg('svg', {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'aria-hidden': 'true',
      focusable: 'false',
    });
    root.append(...alertBands(drawing), ...timeAxis(drawing));
    for (const panel of panels) root.append(...paintPanel(panel, x, width));
    root.append(...versionMarks(drawing), ...alertMarks(drawing));
    this.#crosshair = svg('line', {
      class: 'crosshair',
      y1: LAYOUT.lane - 6,
      y2: height - LAYOUT.axis,
      visibility: 'hidden',
    });
    root.append(this.#crosshair);
    return root;
  }

  /** @param {PointerEvent} event */
  #point(event) {
    if (this.#drawing === null) return;
    const left = this.#figure.getBoundingClientRect().left;
    this.#show(this.#drawing.x.invert(event.clientX - left));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.#drawing === null) return;
    const [from, to] = this.#drawing.x.domain;
    const step = (to - from) / 100;
    const at = this.#cursor ?? to;
    const moves = { ArrowLeft: at - step, ArrowRight: at + step, Home: from, End: to };
    const target = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (event.key === 'Escape') this.#leave();
    if (target === undefined) return;
    event.preventDefault();
    setText(this.#readout, this.#show(target).join('; '));
  }

  #leave() {
    this.#cursor = null;
    this.#tooltip.hide();
    this.#crosshair?.setAttribute('visibility', 'hidden');
  }

  /**
   * @param {number} wanted event time
   * @returns {string[]} what stands there
   */
  #show(wanted) {
    const drawing = /** @type {Drawing} */ (this.#drawing);
    const { x, width } = drawing;
    const time = Math.min(Math.max(wanted, x.domain[0]), x.domain[1]);
    this.#cursor = time;
    const pixel = x(time);
    for (const end of ['x1', 'x2']) this.#crosshair?.setAttribute(end, String(pixel));
    this.#crosshair?.setAttribute('visibility', 'visible');
    const lines = readout(drawing, time);
    this.#tooltip.show(lines, pixel, LAYOUT.lane, width);
    return lines;
  }
}

/**
 * @param {ModelState} state
 * @param {number} width
 * @returns {Drawing | null}
 */
function draw(state, width) {
  const rolling = state.panes('rolling', 'outcome');
  const wide = state.widestPanes('outcome');
  const rollingMetric = chooseMetric(rolling, ROLLING_CHOICES);
  const wideMetric = chooseMetric(wide.panes, DAILY_CHOICES);
  const rollingPoints = rollingMetric === null ? [] : pointsOf(rolling, rollingMetric);
  const widePoints = wideMetric === null ? [] : pointsOf(wide.panes, wideMetric);
  const all = [...rollingPoints, ...widePoints];
  if (all.length === 0) return null;
  const [first, last] = all.reduce(
    ([a, b], { time }) => [Math.min(a, time), Math.max(b, time)],
    [Infinity, -Infinity],
  );
  const domain = /** @type {const} */ ([first, Math.max(last, first + 3_600_000)]);
  const x = linearScale(domain, [LAYOUT.left, Math.max(LAYOUT.left + 1, width - LAYOUT.right)]);
  const [upper = 0, lower = 0] = width < 560 ? HEIGHTS.narrow : HEIGHTS.wide;
  const middle = LAYOUT.lane + upper;
  const panels = [];
  if (rollingMetric !== null)
    panels.push(panel(`Rolling ${formatMetric(rollingMetric)}`, rollingPoints, LAYOUT.lane, middle));
  if (wideMetric !== null) {
    const title = `${capitalize(formatMetric(wideMetric))} ${wide.resolution === '24h' ? 'by day' : `per ${wide.resolution}`}`;
    const top = panels.length === 0 ? LAYOUT.lane : middle + LAYOUT.gap;
    panels.push(panel(title, widePoints, top, top + lower));
  }
  const within = [...state.alerts.values()].filter(
    (a) => a.firedAt <= domain[1] && (a.resolvedAt ?? domain[1]) >= domain[0],
  );
  return {
    x,
    panels,
    alerts: within.sort((a, b) => a.firedAt - b.firedAt),
    switches: state.promotions
      .filter((v) => v.effectiveFrom >= domain[0] && v.effectiveFrom <= domain[1])
      .map((v) => ({ time: v.effectiveFrom, label: formatVersion(v.version) })),
    width,
    height: /** @type {Panel} */ (panels.at(-1)).bottom + LAYOUT.axis,
  };
}

/**
 * @param {string} title
 * @param {Point[]} points
 * @param {number} top
 * @param {number} bottom
 * @returns {Panel}
 */
function panel(title, points, top, bottom) {
  return {
    title,
    points,
    top,
    bottom,
    y: linearScale(airyDomain(points.map((p) => p.value)), [bottom, top + 18]),
  };
}

/**
 * @param {Panel} panel
 * @param {Scale} x
 * @param {number} width
 */
function paintPanel({ title, points, y, top, bottom }, x, width) {
  const marks = valueTicks(y.domain, (bottom - top) / 42).flatMap((value) => [
    svg('line', { class: 'grid', x1: LAYOUT.left, x2: width - LAYOUT.right, y1: y(value), y2: y(value) }),
    svg(
      'text',
      { class: 'tick', x: LAYOUT.left - 8, y: y(value) + 4, 'text-anchor': 'end' },
      tickLabel(value),
    ),
  ]);
  const lines = byVersion(points).map((line) => svg('path', { class: 'line', d: linePath(line, x, y) }));
  // Few points are drawn as points as well: a line of one is invisible.
  const dots =
    points.length > 60
      ? []
      : points.map((p) => svg('circle', { class: 'dot', cx: x(p.time), cy: y(p.value), r: 2 }));
  const last = /** @type {Point} */ (points.at(-1));
  return [
    ...marks,
    ...lines,
    ...dots,
    svg('circle', { class: 'dot now', cx: x(last.time), cy: y(last.value), r: 4 }),
    svg('text', { class: 'panel-title', x: LAYOUT.left, y: top + 8 }, title),
    svg(
      'text',
      { class: 'panel-now', x: width - LAYOUT.right, y: top + 8, 'text-anchor': 'end' },
      formatValue(last.value),
    ),
  ];
}

/** @param {number} value */
const tickLabel = (value) => String(Number(value.toPrecision(6)));

/** @param {Drawing} drawing */
function timeAxis({ x, panels, width, height }) {
  const { times, step } = timeTicks(x.domain, Math.max(2, (width - LAYOUT.left) / 90));
  const y = height - LAYOUT.axis;
  return times.flatMap((time) => [
    ...panels.map((p) =>
      svg('line', { class: 'grid faint', x1: x(time), x2: x(time), y1: p.top + 18, y2: p.bottom }),
    ),
    svg('text', { class: 'tick', x: x(time), y: y + 18, 'text-anchor': 'middle' }, formatTick(time, step)),
  ]);
}

/** @param {Drawing} drawing */
function alertBands({ x, alerts, height }) {
  return alerts
    .filter((alert) => alert.track === 'performance')
    .map((alert) => {
      const from = Math.max(x.domain[0], alert.onset);
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
function alertMarks({ x, alerts }) {
  return alerts.map((alert) => {
    const at = Math.min(Math.max(alert.firedAt, x.domain[0]), x.domain[1]);
    const mark = svg('path', {
      class: `alert-mark ${alert.severity} ${alert.track}`,
      d: 'M0 -6 6 5 -6 5Z',
      transform: `translate(${x(at).toFixed(1)} 29)`,
    });
    mark.append(svg('title', {}, `${formatMetric(alert.metric)}: ${alert.why}`));
    return mark;
  });
}

/** @param {Drawing} drawing */
function versionMarks({ x, switches, height }) {
  let free = -Infinity;
  return switches.flatMap(({ time, label }) => {
    const at = x(time);
    const line = svg('line', { class: 'switch', x1: at, x2: at, y1: 18, y2: height - LAYOUT.axis });
    // Where switches follow each other closely only the first has room for its name; the readout has them all.
    if (at < free) return [line];
    free = at + 12 + label.length * 7;
    return [line, svg('text', { class: 'switch-label', x: at, y: 12, 'text-anchor': 'middle' }, label)];
  });
}

/**
 * @param {Drawing} drawing
 * @param {number} time
 */
function readout({ panels, alerts, switches }, time) {
  const version = switches.findLast((s) => s.time <= time);
  const lines = [formatMinute(time)];
  for (const { title, points } of panels) {
    const point = pointAt(points, time);
    if (point !== null) lines.push(`${title}: ${formatValue(point.value)} (n = ${point.n})`);
  }
  if (version !== undefined) lines.push(`in force: ${version.label}`);
  for (const alert of alerts) {
    if (alert.onset <= time && time <= (alert.resolvedAt ?? Infinity))
      lines.push(`alert: ${formatMetric(alert.metric)}`);
  }
  return lines;
}

/** @param {Drawing} drawing */
function describe({ panels, alerts, switches, x }) {
  const now = panels
    .map(({ title, points }) => `${title} is ${formatValue(points.at(-1)?.value ?? 0)}`)
    .join(', ');
  return `${now} at ${formatMinute(x.domain[1])}. ${alerts.length} alerts and ${switches.length} version switches are marked. Arrow keys read values.`;
}
