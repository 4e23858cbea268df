// @ts-check
/**
 * What the drift chart shows and where: a row of cells for each feature, and its value in the newest pane.
 * @import { MetricsRecord } from '../records/feed.js'
 * @import { ModelState } from './model-state.js'
 * @import { Scale } from './scales.js'
 */
import { formatValue } from './format.js';
import { linearScale } from './scales.js';

/** The effect that an alert asks for, at least. */
export const DRIFT_FLOOR = 0.05;
/** Jensen-Shannon distances at which the colour changes. */
export const LEVELS = [DRIFT_FLOOR / 2, DRIFT_FLOOR, DRIFT_FLOOR * 2, DRIFT_FLOOR * 4];
export const LEVEL_NAMES = ['below .025', '.025 to .05', '.05 to .1', '.1 to .2', '.2 and more'];

/** Pixels. */
export const LAYOUT = { value: 56, row: 24, gap: 5, axis: 24, narrowLabel: 18 };
/** Names stand to the left, above where the chart is narrow. Pixels of a letter on average; the most for names. */
const LETTER = 7.3;
const LABEL = { least: 96, most: 0.24 };
const NARROW = 560;
const NARROW_LENGTH = 40;

/** @typedef {{ start: number, end: number, js: number }} Cell */
/** @typedef {{ feature: string, type: string, cells: Cell[], latest: number | null, top: number }} Row `latest`: null where the newest pane has no value of it */
/** @typedef {{ x: Scale, rows: Row[], width: number, height: number, narrow: boolean, labelLength: number }} Drawing `labelLength`: letters of a name that are shown */

/**
 * @param {ModelState} state
 * @param {number} width
 * @returns {Drawing | null}
 */
export function layOutDrift(state, width) {
  const byFeature = cellsByFeature(state.widestPanes('prediction').panes);
  if (byFeature.size === 0) return null;
  const all = [...byFeature.values()].flat();
  const from = all.reduce((least, { start }) => Math.min(least, start), Infinity);
  const to = all.reduce((most, { end }) => Math.max(most, end), -Infinity);
  const narrow = width < NARROW;
  const longest = [...byFeature.keys()].reduce((most, { length }) => Math.max(most, length), 0);
  const label = Math.min(width * LABEL.most, Math.max(LABEL.least, longest * LETTER + 12));
  const left = narrow ? 0 : label;
  const x = linearScale([from, to], [left, Math.max(left + 1, width - LAYOUT.value)]);
  const features = [...byFeature].sort(
    ([a], [b]) => (a === 'prediction' ? 1 : 0) - (b === 'prediction' ? 1 : 0) || a.localeCompare(b),
  );
  const above = narrow ? LAYOUT.narrowLabel : 0;
  const rowHeight = LAYOUT.row + LAYOUT.gap + above;
  const rows = features.map(([feature, cells], i) => ({
    feature,
    type: state.status?.features[feature] ?? '',
    cells,
    latest: cells.findLast(({ end }) => end === to)?.js ?? null,
    top: i * rowHeight + above,
  }));
  return {
    x,
    rows,
    width,
    narrow,
    height: features.length * rowHeight + LAYOUT.axis,
    labelLength: narrow ? NARROW_LENGTH : Math.floor((label - 12) / LETTER),
  };
}

/**
 * A distance, told apart from none: corrected for chance it is often exactly 0.
 * @param {number} js
 */
export function driftText(js) {
  if (js === 0) return '0';
  return js < 0.001 ? '<0.001' : formatValue(js);
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
