// @ts-check
/**
 * Jensen-Shannon distance from the reference, a strip of cells for each feature: calm grey below the floor that an
 * alert asks for, warm above it.
 * @import { Cell, Drawing, Row } from './drift-layout.js'
 * @import { ModelState } from './model-state.js'
 * @import { Scale } from './scales.js'
 */
import { byId, el, setText, svg } from './dom.js';
import { DRIFT_FLOOR, driftText, LAYOUT, layOutDrift, LEVELS, LEVEL_NAMES } from './drift-layout.js';
import { formatMinute, formatTick } from './format.js';
import { timeTicks } from './scales.js';
import { Tooltip } from './tooltip.js';

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
    const drawing = layOutDrift(state, this.#host.clientWidth);
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
      [row.feature, formatMinute(cell.start), `${driftText(cell.js)}, ${judged}`],
      event.clientX - box.left,
      row.top + LAYOUT.row + 4,
      width,
    );
  }
}

/**
 * @param {Row} row
 * @param {Drawing} drawing
 */
function paintRow({ feature, cells, latest, top }, { x, width, narrow, labelLength }) {
  const labelY = narrow ? top - 5 : top + LAYOUT.row / 2 + 4;
  const name = svg('text', { class: 'row-label', x: 0, y: labelY }, shorten(feature, labelLength));
  if (feature.length > labelLength) name.append(svg('title', {}, feature));
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
        class: latest !== null && latest >= DRIFT_FLOOR ? 'row-value above' : 'row-value',
        x: width,
        y: top + LAYOUT.row / 2 + 4,
        'text-anchor': 'end',
      },
      latest === null ? '–' : driftText(latest),
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
  const body = rows.map(({ feature, type, latest }) => {
    const judged = latest === null ? '' : latest >= DRIFT_FLOOR ? 'above the floor' : 'below the floor';
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, feature),
      el('td', {}, type),
      el('td', {}, latest === null ? 'no value' : driftText(latest)),
      el('td', {}, judged),
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
