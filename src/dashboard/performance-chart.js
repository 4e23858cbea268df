// @ts-check
/**
 * Rolling performance above, performance by day below, on one axis of event time; version switches and alerts marked.
 * Read with the pointer or with the arrow keys.
 * @import { ModelState } from './model-state.js'
 * @import { Drawing } from './performance-layout.js'
 */
import { subjectWords } from './alert-words.js';
import { el, setText, svg } from './dom.js';
import { formatMinute, formatValue } from './format.js';
import { LAYOUT, layOut } from './performance-layout.js';
import { alertBands, alertMarks, paintPanel, timeAxis, versionMarks } from './performance-marks.js';
import { pointAt } from './series.js';
import { Tooltip } from './tooltip.js';

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
    this.#drawing = layOut(state, this.#host.clientWidth);
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
    root.append(...alertBands(drawing), ...timeAxis(drawing), ...versionMarks(drawing));
    for (const panel of panels) root.append(...paintPanel(panel, x, width));
    root.append(...alertMarks(drawing));
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
 * @param {Drawing} drawing
 * @param {number} time
 */
function readout({ panels, alerts, switches, weights }, time) {
  const version = switches.findLast((s) => s.time <= time);
  const lines = [formatMinute(time)];
  for (const { title, points, open } of panels) {
    const point = pointAt(points, time);
    if (point !== null) lines.push(`${title}: ${formatValue(point.value)} (n = ${point.n})`);
    if (open !== null && time >= open.time)
      lines.push(`${title}, provisional: ${formatValue(open.value)} (n = ${open.n} so far)`);
  }
  if (version !== undefined) lines.push(`in force: ${version.label}`);
  const change = weights.findLast((w) => w.time <= time);
  if (change !== undefined) lines.push(`weights since ${formatMinute(change.time)}: ${change.text}`);
  for (const alert of alerts) {
    if ((alert.shownSince ?? alert.onset) <= time && time <= (alert.resolvedAt ?? Infinity))
      lines.push(`alert: ${subjectWords(alert)}`);
  }
  return lines;
}

/** @param {Drawing} drawing */
function describe({ panels, alerts, switches, weights, x }) {
  const now = panels
    .flatMap(({ title, points, open }) => {
      const last = points.at(-1);
      return [
        ...(last === undefined ? [] : [`${title} is ${formatValue(last.value)}`]),
        ...(open === null ? [] : [`${title} is provisionally ${formatValue(open.value)}`]),
      ];
    })
    .join(', ');
  return `${now} at ${formatMinute(x.domain[1])}. ${alerts.length} alerts and ${switches.length} version switches${weights.length > 0 ? ` and ${weights.length} changes of weights` : ''} are marked. Arrow keys read values.`;
}
