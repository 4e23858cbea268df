/**
 * How much worse (higher) a rate or a mean loss of one pane is than its matched centre, in standard deviations that
 * hold both the drawing of n rows and the movement from pane to pane. One-sided by default: an improvement is not
 * strange.
 */
import type { MeanPane, RatePane } from '../pane.js';
import { type Season, slotCount, slotOf } from './season.js';

export type Direction = 'up' | 'both';

export interface ValueModel {
  readonly kind: 'value';
  readonly direction: Direction;
  /** Mean by slot (hour x weekend). */
  readonly centres: readonly number[];
  /** Variance of a single row around its pane's mean. For rates the centre decides: `null`. */
  readonly rowVariance: number | null;
  /** Variance from pane to pane beyond the drawing of rows. */
  readonly between: number;
}

/** The part of a pane's sampling variance that is always added, so that no scale is 0. */
const RIDGE = 0.05;

export type ValuePane = RatePane | MeanPane;

/** The pane's mean: errors / n, or sum / n. */
export function valueOf(pane: ValuePane): number {
  return (pane.kind === 'rate' ? pane.errors : pane.sum) / pane.n;
}

/** @param panes reference panes of one stream and scale, each with at least one row */
export function fitValue(
  season: Season,
  scale: number,
  panes: readonly ValuePane[],
  direction: Direction,
): ValueModel {
  const isRate = panes[0]?.kind === 'rate';
  const centres = matchedMeans(season, scale, panes, isRate ? 0.5 : 0);
  const rowVariance = isRate ? null : withinVariance(panes);
  let rows = 0;
  let between = 0;
  let sampling = 0;
  for (const pane of panes) {
    const centre = centres[slotOf(season, scale, pane.start)] ?? 0;
    const drawn = (rowVariance ?? centre * (1 - centre)) / pane.n;
    between += (valueOf(pane) - centre) ** 2 - drawn;
    sampling += drawn;
    rows += pane.n;
  }
  const count = Math.max(1, panes.length);
  const floor = (RIDGE * sampling) / count + 1e-18 * (1 + meanSquare(centres)) + (rows > 0 ? 0 : 1);
  return { kind: 'value', direction, centres, rowVariance, between: Math.max(0, between / count) + floor };
}

/** Standard deviations above (or, for `both`, away from) the matched centre. */
export function scoreValue(model: ValueModel, slot: number, pane: ValuePane): number {
  const centre = model.centres[slot] ?? 0;
  const drawn = (model.rowVariance ?? centre * (1 - centre)) / pane.n;
  const z = (valueOf(pane) - centre) / Math.sqrt(drawn + model.between);
  return model.direction === 'both' ? Math.abs(z) : z;
}

function matchedMeans(season: Season, scale: number, panes: readonly ValuePane[], prior: number): number[] {
  const slots = slotCount(season, scale);
  const sums = new Float64Array(slots + 1);
  const sizes = new Float64Array(slots + 1);
  for (const pane of panes) {
    for (const slot of [slotOf(season, scale, pane.start), slots]) {
      sums[slot] = (sums[slot] ?? 0) + valueOf(pane) * pane.n;
      sizes[slot] = (sizes[slot] ?? 0) + pane.n;
    }
  }
  return Array.from({ length: slots }, (_, slot) => {
    const source = (sizes[slot] ?? 0) > 0 ? slot : slots;
    return ((sums[source] ?? 0) + prior) / ((sizes[source] ?? 0) + 2 * prior || 1);
  });
}

function withinVariance(panes: readonly ValuePane[]): number {
  let squares = 0;
  let rows = 0;
  for (const pane of panes) {
    if (pane.kind !== 'mean') continue;
    squares += Math.max(0, pane.sumSquares - (pane.sum * pane.sum) / pane.n);
    rows += pane.n;
  }
  return rows > 0 ? squares / rows : 0;
}

function meanSquare(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length);
}
