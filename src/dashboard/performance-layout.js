// @ts-check
/**
 * What the performance chart shows and where: panels, scales, alerts and version switches within the time shown.
 * @import { AlertRecord, MetricsRecord } from '../records/feed.js'
 * @import { ModelState } from './model-state.js'
 * @import { Scale } from './scales.js'
 * @import { Point } from './series.js'
 */
import { capitalize, formatMetric, formatVersion } from './format.js';
import { leastRows } from './full-panes.js';
import { airyDomain, linearScale } from './scales.js';
import { chooseMetric, DAILY_CHOICES, pointsOf, ROLLING_CHOICES } from './series.js';
import { weightsText } from './weights-text.js';

/** Pixels. The lane above the panels holds the marks of versions and alerts. */
export const LAYOUT = { left: 46, right: 14, lane: 40, gap: 34, axis: 26 };
/** Charts below this many pixels are narrow: on phones. */
const NARROW = 560;
/** @param {number} width */
export const isNarrow = (width) => width < NARROW;
const HEIGHTS = { wide: [190, 110], narrow: [150, 90] };

/** @typedef {{ title: string, points: Point[], open: Point | null, y: Scale, top: number, bottom: number }} Panel `open`: not decided yet */
/** @typedef {{ x: Scale, panels: Panel[], alerts: AlertRecord[], switches: { time: number, label: string }[], weights: { time: number, label: string, text: string }[], width: number, height: number }} Drawing */
/** @typedef {{ metric: string, points: Point[], open: Point | null }} Line */

/**
 * @param {ModelState} state
 * @param {number} width
 * @returns {Drawing | null}
 */
export function layOut(state, width) {
  const wide = state.widestPanes('outcome');
  const lines = {
    rolling: lineOf(state, 'rolling', state.panes('rolling', 'outcome'), ROLLING_CHOICES),
    wide: lineOf(state, wide.resolution, wide.panes, DAILY_CHOICES),
  };
  const all = [lines.rolling, lines.wide].flatMap((line) => (line === null ? [] : shown(line)));
  if (all.length === 0) return null;
  const [first, last] = all.reduce(
    ([a, b], { time }) => [Math.min(a, time), Math.max(b, time)],
    [Infinity, -Infinity],
  );
  const domain = /** @type {const} */ ([first, Math.max(last, first + 3_600_000)]);
  const x = linearScale(domain, [LAYOUT.left, Math.max(LAYOUT.left + 1, width - LAYOUT.right)]);
  const [upper = 0, lower = 0] = isNarrow(width) ? HEIGHTS.narrow : HEIGHTS.wide;
  const middle = LAYOUT.lane + upper;
  const panels = [];
  if (lines.rolling !== null)
    panels.push(panel(`Rolling ${formatMetric(lines.rolling.metric)}`, lines.rolling, LAYOUT.lane, middle));
  if (lines.wide !== null) {
    const per = wide.resolution === '24h' ? 'by day' : `per ${wide.resolution}`;
    const title = `${capitalize(formatMetric(lines.wide.metric))} ${per}`;
    const top = panels.length === 0 ? LAYOUT.lane : middle + LAYOUT.gap;
    panels.push(panel(title, lines.wide, top, top + lower));
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
    weights: state.weightChanges
      .filter(({ at }) => at >= domain[0] && at <= domain[1])
      .map(({ at, after }) => ({ time: at, label: 'new weights', text: weightsText(after) })),
    width,
    height: /** @type {Panel} */ (panels.at(-1)).bottom + LAYOUT.axis,
  };
}

/**
 * The closed panes of a metric, and the one that is open; null where there is neither.
 * @param {ModelState} state
 * @param {string} resolution
 * @param {readonly MetricsRecord[]} panes
 * @param {readonly string[]} choices
 * @returns {Line | null}
 */
function lineOf(state, resolution, panes, choices) {
  const openPane = state.openPane(resolution, 'outcome', panes);
  const openPanes = openPane === null ? [] : [openPane];
  const metric = chooseMetric(panes, choices) ?? chooseMetric(openPanes, choices);
  if (metric === null) return null;
  const [open = null] = pointsOf(
    openPanes.filter(({ n }) => n >= leastRows(panes)),
    metric,
  );
  return { metric, points: pointsOf(panes, metric), open };
}

/** @param {Pick<Line, 'points' | 'open'>} line */
const shown = ({ points, open }) => (open === null ? points : [...points, open]);

/**
 * @param {string} title
 * @param {Line} line
 * @param {number} top
 * @param {number} bottom
 * @returns {Panel}
 */
function panel(title, { points, open }, top, bottom) {
  const values = shown({ points, open }).map(({ value }) => value);
  return { title, points, open, top, bottom, y: linearScale(airyDomain(values), [bottom, top + 18]) };
}
