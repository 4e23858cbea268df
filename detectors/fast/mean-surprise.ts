/**
 * How surprising the mean of one narrow pane is, in nats: the exponent of Student's law at its standardised distance
 * from the hour's centre, with as many degrees of freedom as the reference has days. (Squares, as of the normal law,
 * would make of every slow day an event; the distance itself could not tell ten times the latency in one pane.)
 */
import type { Direction } from '../conformal/value-score.js';
import type { MeanPane } from '../pane.js';
import type { PaneSurprise } from './pane-surprise.js';
import { significant } from './significant.js';

export interface MeanModel {
  readonly kind: 'mean';
  readonly direction: Direction;
  /** Mean by slot; a slot that the reference never saw has the mean and the variance of all of it. */
  readonly centres: readonly number[];
  /** By slot: variance of a pane's distance from the centre, beyond the drawing of the pane's own rows. */
  readonly between: readonly number[];
  /** Variance of a single row around its pane's mean. */
  readonly rowVariance: number;
  /** Degrees of freedom. */
  readonly freedom: number;
}

/** Sums over the panes of one slot. */
interface MeanCell {
  panes: number;
  rows: number;
  /** Over rows, of the value and of its squared distance from the pane's mean. */
  sum: number;
  within: number;
  /** Over panes, of 1/n, of the mean and of its square. */
  inverse: number;
  values: number;
  squares: number;
}

/** No mean is steadier than a hundredth of its size. */
const LEAST_DEVIATION = 0.01;
const LEAST_VARIANCE = 1e-24;

export const MEAN_SURPRISE: PaneSurprise<MeanPane, MeanCell, MeanModel> = {
  createCell: () => ({ panes: 0, rows: 0, sum: 0, within: 0, inverse: 0, values: 0, squares: 0 }),

  add(cell, { n, sum, sumSquares }) {
    const value = sum / n;
    cell.panes++;
    cell.rows += n;
    cell.sum += sum;
    cell.within += Math.max(0, sumSquares - sum * value);
    cell.inverse += 1 / n;
    cell.values += value;
    cell.squares += value * value;
  },

  merge(into, from) {
    into.panes += from.panes;
    into.rows += from.rows;
    into.sum += from.sum;
    into.within += from.within;
    into.inverse += from.inverse;
    into.values += from.values;
    into.squares += from.squares;
  },

  fit(cells, whole, { length: units }, direction) {
    const rowVariance = whole.rows > 0 ? whole.within / whole.rows : 0;
    const overall = meanOf(whole);
    const centres = cells.map((cell) => significant(cell.rows > 0 ? meanOf(cell) : overall));
    const excesses = cells.map((cell, slot) => excessOf(cell, centres[slot] ?? 0, rowVariance));
    const pooled = Math.max(0, excesses.reduce((sum, excess) => sum + excess, 0) / (whole.panes || 1));
    const unseen = Math.max(0, excessOf(whole, overall, rowVariance) / (whole.panes || 1));
    const least = LEAST_VARIANCE + (LEAST_DEVIATION ** 2 * whole.squares) / (whole.panes || 1);
    const between = cells.map(({ panes, rows }, slot) => {
      if (panes === 0) return significant(least + unseen);
      // Half of it the slot's own: a night of few rows moves more than a day.
      const variance = (pooled + Math.max(0, (excesses[slot] ?? 0) / panes)) / 2;
      // The centre itself was drawn, of so many rows.
      return significant(least + (variance * units) / Math.max(1, units - 1) + rowVariance / rows);
    });
    const freedom = Math.max(1, units - 1);
    return { kind: 'mean', direction, centres, between, rowVariance: significant(rowVariance), freedom };
  },

  /** 0 for a pane on the good side of its centre. */
  score({ direction, centres, between, rowVariance, freedom }, slot, { n, sum }) {
    const away = sum / n - (centres[slot] ?? 0);
    if (away <= 0 && direction === 'up') return 0;
    const variance = rowVariance / n + (between[slot] ?? Infinity);
    return ((freedom + 1) / 2) * Math.log1p((away * away) / variance / freedom);
  },
};

function meanOf({ rows, sum }: MeanCell): number {
  return rows > 0 ? sum / rows : 0;
}

/** Sum of squared distances of the panes from `centre`, their own mean, beyond what drawing rows explains. */
function excessOf(
  { panes, rows, inverse, values, squares }: MeanCell,
  centre: number,
  rowVariance: number,
): number {
  const drawn = inverse - panes / (rows || 1);
  return squares - 2 * centre * values + panes * centre * centre - rowVariance * drawn;
}
