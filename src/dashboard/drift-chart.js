// @ts-check
/**
 * Jensen-Shannon distance from the reference, a strip of cells for each feature: calm grey below the floor that an
 * alert asks for, warm above it.
 * @import { MetricsRecord } from '../records/feed.js'
 * @import { ModelState } from './model-state.js'
 * @import { Scale } from './scales.js'
 */
import { byId, el, setText, svg } from './dom.js';
import { formatMinute, formatTick, formatValue } from './format.js';
import { linearScale, timeTicks } from './scales.js';
import { Tooltip } from './tooltip.js';

/** The effect that an alert asks for, at least. */
export const DRIFT_FLOOR = 0.05;
const LEVELS = [DRIFT_FLOOR / 2, DRIFT_FLOOR, DRIFT_FLOOR * 2, DRIFT_FLOOR * 4];
const LEVEL_NAMES = ['below .025', '.025 to .05', '.05 to .1', '.1 to .2', '.2 and more'];

const LAYOUT = { label: 128, value: 52, row: 24, gap: 5, axis: 24, narrowLabel: 18 };

/** @typedef {{ start: number, end: number, js: number }} Cell */
/** @typedef {{ feature: string, type: string, cells: Cell[], top: number }} Row */
/** @typedef {{ x: Scale, rows: Row[], width: number, height: number, narrow: boolean }} Drawing */

export class DriftChart {
  #host;
  #figure = el('div', { class: 'plot' });
  #empty = el('p', { class: 'empty-note' });
  #table = el('div', { class: 'visually-hidden' });
  #tooltip;
  /** @type {Drawing | null} */
  #drawing = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
    host.append(this.#figure, this.#table, this.#empty);
    this.#tooltip = new Tooltip(host);
    this.#figure.addEventListener('pointermove', (event) => this.#point(event));
    this.#figure.addEventListener('pointerleave', () => this.#tooltip.hide());
    const keys = LEVEL_NAMES.map((name, i) =>
      el('li', {}, el('span', { class: `key level-${i}`, 'aria-hidden': 'true' }), name),
    );
    byId('drift-legend').replaceChildren(...keys);
  }

  /** @param {ModelState} state */
  render(state) {
    const drawing = draw(state, this.#host.clientWidth);
    this.#drawing = drawing;
    this.#empty.hidden = drawing !== null;
    this.#figure.hidden = drawing === null;
    if (drawing === null) {
      setText(
        this.#empty,
        'Nothing to compare yet. Drift appears once the model has a reference: its training data, or its first weeks.',
      );
      this.#table.replaceChildren();
      return;
    }
    const { width, height } = drawing;
    const root = svg('svg', {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'aria-hidden': 'true',
      focusable: 'false',
    });
    root.append(...drawing.rows.flatMap((row) => paintRow(row, drawing)), ...timeAxis(drawing));
    this.#figure.replaceChildren(root);
    this.#table.replaceChildren(latestTable(drawing.rows));
  }

  /** @param {PointerEvent} event */
  #point(event) {
    if (this.#drawing === null) return;
    const { x, rows, width } = this.#drawing;
    const box = this.#figure.getBoundingClientRect();
    const time = x.invert(event.clientX - box.left);
    const at = event.clientY - box.top;
    const row = rows.find(({ top }) => at >= top && at < top + LAYOUT.row);
    const cell = row?.cells.find(({ start, end }) => start <= time && time < end);
    if (row === undefined || cell === undefined) {
      this.#tooltip.hide();
      return;
    }
    const judged = cell.js >= DRIFT_FLOOR ? 'above the floor of .05' : 'below the floor of .05';
    this.#tooltip.show(
      [row.feature, formatMinute(cell.start), `${formatValue(cell.js)}, ${judged}`],
      event.clientX - box.left,
      row.top + LAYOUT.row + 4,
      width,
    );
  }
}

/**
 * @param {ModelState} state
 * @param {number} width
 * @returns {Drawing | null}
 */
function draw(state, width) {
  const { panes } = state.widestPanes('prediction');
  const byFeature = cellsByFeature(panes);
  if (byFeature.size === 0) return null;
  const all = [...byFeature.values()].flat();
  const from = all.reduce((least, { start }) => Math.min(least, start), Infinity);
  const to = all.reduce((most, { end }) => Math.max(most, end), -Infinity);
  const narrow = width < 560;
  const left = narrow ? 0 : LAYOUT.label;
  const x = linearScale([from, to], [left, Math.max(left + 1, width - LAYOUT.value)]);
  const features = [...byFeature].sort(
    ([a], [b]) => (a === 'prediction' ? 1 : 0) - (b === 'prediction' ? 1 : 0) || a.localeCompare(b),
  );
  const rowHeight = LAYOUT.row + LAYOUT.gap + (narrow ? LAYOUT.narrowLabel : 0);
  const rows = features.map(([feature, cells], i) => ({
    feature,
    type: state.status?.features[feature] ?? '',
    cells,
    top: i * rowHeight + (narrow ? LAYOUT.narrowLabel : 0),
  }));
  return { x, rows, width, narrow, height: features.length * rowHeight + LAYOUT.axis };
}

/**
 * @param {readonly MetricsRecord[]} panes
 * @returns {Map<string, Cell[]>}
 */
function cellsByFeature(panes) {
  /** @type {Map<string, Cell[]>} */
  const cells = new Map();
  for (const { start, end, features = {} } of panes) {
    for (const [feature, { js }] of Object.entries(features)) {
      if (js === undefined) continue;
      const row = cells.get(feature);
      if (row === undefined) cells.set(feature, [{ start, end, js }]);
      else row.push({ start, end, js });
    }
  }
  return cells;
}

/**
 * @param {Row} row
 * @param {Drawing} drawing
 */
function paintRow({ feature, cells, top }, { x, width, narrow }) {
  const labelY = narrow ? top - 5 : top + LAYOUT.row / 2 + 4;
  const last = cells.at(-1)?.js ?? 0;
  const name = svg('text', { class: 'row-label', x: 0, y: labelY }, shorten(feature, narrow ? 40 : 17));
  if (feature.length > 17) name.append(svg('title', {}, feature));
  return [
    svg('rect', {
      class: 'strip',
      x: x(x.domain[0]),
      y: top,
      width: x(x.domain[1]) - x(x.domain[0]),
      height: LAYOUT.row,
      rx: 3,
    }),
    name,
    ...LEVEL_NAMES.map((_, level) =>
      svg('path', { class: `level-${level}`, d: cellPath(cells, level, x, top) }),
    ),
    svg(
      'text',
      {
        class: last >= DRIFT_FLOOR ? 'row-value above' : 'row-value',
        x: width,
        y: top + LAYOUT.row / 2 + 4,
        'text-anchor': 'end',
      },
      formatValue(last),
    ),
  ];
}

/**
 * All cells of a level as one path: thousands of elements would be slow.
 * @param {readonly Cell[]} cells
 * @param {number} level
 * @param {Scale} x
 * @param {number} top
 */
function cellPath(cells, level, x, top) {
  let path = '';
  for (const { start, end, js } of cells) {
    if (levelOf(js) !== level) continue;
    const left = x(start);
    const width = x(end) - left;
    // A hairline between days as long as there is room for one.
    path += `M${left.toFixed(2)} ${top}h${(width > 4 ? width - 1 : width).toFixed(2)}v${LAYOUT.row}H${left.toFixed(2)}Z`;
  }
  return path;
}

/** @param {number} js */
function levelOf(js) {
  const level = LEVELS.findIndex((limit) => js < limit);
  return level === -1 ? LEVELS.length : level;
}

/** @param {Drawing} drawing */
function timeAxis({ x, height }) {
  const { times, step } = timeTicks(x.domain, Math.max(2, (x(x.domain[1]) - x(x.domain[0])) / 80));
  return times
    .filter((time) => x(time) > 16)
    .map((time) =>
      svg(
        'text',
        { class: 'tick', x: x(time), y: height - 6, 'text-anchor': 'middle' },
        formatTick(time, step),
      ),
    );
}

/** @param {readonly Row[]} rows */
function latestTable(rows) {
  const body = rows.map(({ feature, type, cells }) => {
    const last = cells.at(-1)?.js ?? 0;
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, feature),
      el('td', {}, type),
      el('td', {}, formatValue(last)),
      el('td', {}, last >= DRIFT_FLOOR ? 'above the floor' : 'below the floor'),
    );
  });
  const heads = ['Feature', 'Type', 'Jensen-Shannon, latest', 'Floor .05'].map((text) =>
    el('th', { scope: 'col' }, text),
  );
  return el(
    'table',
    {},
    el('caption', {}, 'Latest drift by feature'),
    el('thead', {}, el('tr', {}, ...heads)),
    el('tbody', {}, ...body),
  );
}

/**
 * @param {string} text
 * @param {number} length
 */
const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
