// @ts-check
/**
 * What the performance chart shows and where: panels, scales, alerts and version switches within the time shown.
 * @import { AlertRecord } from '../records/feed.js'
 * @import { ModelState } from './model-state.js'
 * @import { Scale } from './scales.js'
 * @import { Point } from './series.js'
 */
import { capitalize, formatMetric, formatVersion } from './format.js';
import { airyDomain, linearScale } from './scales.js';
import { chooseMetric, DAILY_CHOICES, pointsOf, ROLLING_CHOICES } from './series.js';

/** Pixels. The lane above the panels holds the marks of versions and alerts. */
export const LAYOUT = { left: 46, right: 14, lane: 40, gap: 34, axis: 26 };
const HEIGHTS = { wide: [190, 110], narrow: [150, 90] };

/** @typedef {{ title: string, points: Point[], y: Scale, top: number, bottom: number }} Panel */
/** @typedef {{ x: Scale, panels: Panel[], alerts: AlertRecord[], switches: { time: number, label: string }[], width: number, height: number }} Drawing */

/**
 * @param {ModelState} state
 * @param {number} width
 * @returns {Drawing | null}
 */
export function layOut(state, width) {
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
