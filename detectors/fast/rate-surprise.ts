/**
 * How surprising the hits of one narrow pane are, in nats: -ln P(at least so many), under a beta-binomial whose mean is
 * that of the hour and whose precision is the movement of the reference from day to day. The counts are read as shares
 * of the pane's effective rows, so a pane of three rows and one of a million are on one scale.
 */
import type { RatePane } from '../pane.js';
import { betaNats } from './beta-nats.js';
import { effectiveRows, spreadOf } from './effective-rows.js';
import type { PaneSurprise } from './pane-surprise.js';
import { significant } from './significant.js';

export interface RateModel {
  readonly kind: 'rate';
  /** Rate by slot; a slot that the reference never saw has the rate of all of it. */
  readonly centres: readonly number[];
  /** Movement from day to day: `effectiveRows`. */
  readonly spread: number;
}

/** Sums over the panes of one slot. */
interface RateCell {
  panes: number;
  rows: number;
  errors: number;
  /** Of 1/n, of errors/n and of its square. */
  inverse: number;
  shares: number;
  squares: number;
}

/**
 * Faults rarer than one row in a thousand count as so many: that the reference had three of them in a year does not
 * make the fourth an event.
 */
export const LEAST_RATE = 1e-3;
/** A day's rate is never steadier than one of ten hits (a third of itself), whatever six weeks of it looked like. */
const MOST_HITS = 10;

export const RATE_SURPRISE: PaneSurprise<RatePane, RateCell, RateModel> = {
  createCell: () => ({ panes: 0, rows: 0, errors: 0, inverse: 0, shares: 0, squares: 0 }),

  add(cell, { n, errors }) {
    const share = errors / n;
    cell.panes++;
    cell.rows += n;
    cell.errors += errors;
    cell.inverse += 1 / n;
    cell.shares += share;
    cell.squares += share * share;
  },

  merge(into, from) {
    into.panes += from.panes;
    into.rows += from.rows;
    into.errors += from.errors;
    into.inverse += from.inverse;
    into.shares += from.shares;
    into.squares += from.squares;
  },

  fit(cells, whole, units) {
    const overall = rateOf(whole);
    const centres = cells.map((cell) =>
      significant(Math.max(LEAST_RATE, cell.rows > 0 ? rateOf(cell) : overall)),
    );
    let [excess, drawn] = [0, 0];
    cells.forEach(({ panes, inverse, shares, squares }, slot) => {
      const centre = centres[slot] ?? 0;
      const variance = centre * (1 - centre);
      excess += squares - 2 * centre * shares + panes * centre * centre - variance * inverse;
      drawn += variance * (panes - inverse);
    });
    const least = Math.min(1, Math.max(LEAST_RATE, overall) / MOST_HITS);
    return { kind: 'rate', centres, spread: significant(Math.max(least, spreadOf(excess, drawn, units))) };
  },

  score({ centres, spread }, slot, { n, errors }) {
    return betaNats(errors, n, centres[slot] ?? 1, effectiveRows(n, spread));
  },
};

function rateOf({ rows, errors }: RateCell): number {
  return (errors + 0.5) / (rows + 1);
}
