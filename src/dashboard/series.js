// @ts-check
/**
 * Lines over event time, one a version, thinned to what pixels can show.
 * @import { MetricsRecord, ProvisionalPane } from '../records/feed.js'
 * @import { Scale } from './scales.js'
 */

/** @typedef {{ time: number, value: number, n: number, version: string }} Point */

/** What is drawn of each kind of model, best known first: classification, regression, ranking. */
export const ROLLING_CHOICES = ['accuracy', 'mae', 'rmse', 'ndcgAt10'];
export const DAILY_CHOICES = ['logLoss', 'rmse', 'mae', 'takeRate'];

/**
 * The first of the metrics that the panes have.
 * @param {readonly (MetricsRecord | ProvisionalPane)[]} panes
 * @param {readonly string[]} choices
 */
export function chooseMetric(panes, choices) {
  return choices.find((metric) => panes.some((pane) => metric in pane.values)) ?? null;
}

/**
 * @param {readonly (MetricsRecord | ProvisionalPane)[]} panes
 * @param {string} metric
 * @returns {Point[]}
 */
export function pointsOf(panes, metric) {
  return panes.flatMap(({ end, n, version, values }) => {
    const value = values[metric];
    return value === undefined ? [] : [{ time: end, value, n, version }];
  });
}

/**
 * @param {readonly Point[]} points
 * @returns {Point[][]} one line a version
 */
export function byVersion(points) {
  return [...Map.groupBy(points, (point) => point.version).values()];
}

/**
 * Path of a line: of each pixel column the lowest and the highest point, so that no peak is lost.
 * @param {readonly Point[]} points
 * @param {Scale} x
 * @param {Scale} y
 */
export function linePath(points, x, y) {
  let path = '';
  /** @type {Point[]} */
  let column = [];
  let at = NaN;
  const flush = () => {
    for (const point of extremes(column)) {
      path += `${path === '' ? 'M' : 'L'}${x(point.time).toFixed(1)} ${y(point.value).toFixed(1)}`;
    }
  };
  for (const point of points) {
    const pixel = Math.round(x(point.time));
    if (pixel !== at) {
      flush();
      column = [];
      at = pixel;
    }
    column.push(point);
  }
  flush();
  return path;
}

/**
 * @param {readonly Point[]} column
 * @returns {Point[]} in order of time
 */
function extremes(column) {
  const [first] = column;
  if (first === undefined) return [];
  let low = first;
  let high = first;
  for (const point of column) {
    if (point.value < low.value) low = point;
    if (point.value > high.value) high = point;
  }
  if (low === high) return [low];
  return low.time < high.time ? [low, high] : [high, low];
}

/**
 * The last point at or before a time.
 * @param {readonly Point[]} points sorted by time
 * @param {number} time
 * @returns {Point | null}
 */
export function pointAt(points, time) {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {Point} */ (points[middle]).time <= time) low = middle + 1;
    else high = middle;
  }
  return points[low - 1] ?? null;
}
