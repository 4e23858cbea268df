/**
 * How surprising the hits of one narrow pane are, in nats: -ln P(at least so many), under a beta-binomial whose mean is
 * that of the hour and whose precision is the movement of the reference from day to day. The counts are read as shares
 * of the pane's effective rows, so a pane of three rows and one of a million are on one scale.
 */
import type { RatePane } from '../pane.js';
import { betaNats } from './beta-nats.js';
import { effectiveRows, noMoments, spreadError, spreadOf } from './effective-rows.js';
import type { PaneSurprise } from './pane-surprise.js';
import { significant } from './significant.js';
import { slotCentres, slotShare } from './slot-centres.js';

export interface RateModel {
  readonly kind: 'rate';
  /** Rate by slot; a slot of which the reference saw little has much of the rate of all of it. */
  readonly centres: readonly number[];
  /** By slot: rows that its centre is worth. Absent in references from before: as many as it takes. */
  readonly known?: readonly number[];
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
/** Nor is it taken to be less steady than one of two hits because too few rows are there to know. */
const LEAST_HITS = 2;

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
    const own = overall * (1 - overall);
    const slots = slotCentres(
      cells.map(({ rows }) => rows),
      cells.map(({ rows, errors }) => (rows > 0 ? (errors / rows - overall) ** 2 : 0)),
      own,
      own * own,
    );
    const centres = cells.map(({ rows, errors }) =>
      significant(Math.max(LEAST_RATE, slotShare(errors, rows, overall, slots))),
    );
    const ofPanes = noMoments();
    cells.forEach(({ panes, inverse, shares, squares }, slot) => {
      const centre = centres[slot] ?? 0;
      const variance = centre * (1 - centre);
      // The panes are part of their centre.
      const drawn = inverse - panes / (slots.known[slot] ?? Infinity);
      ofPanes.excess += squares - 2 * centre * shares + panes * centre * centre - variance * drawn;
      ofPanes.whole += variance * (panes - inverse);
    });
    const ofUnits = noMoments();
    for (const unit of units) {
      let [rows, errors, expected, variance] = [0, 0, 0, 0];
      for (const [slot, cell] of unit) {
        const centre = centres[slot] ?? 0;
        rows += cell.rows;
        errors += cell.errors;
        expected += cell.rows * centre;
        variance += cell.rows * centre * (1 - centre);
      }
      variance /= rows;
      const drawn = 1 / rows - 1 / whole.rows;
      ofUnits.excess += ((errors - expected) / rows) ** 2 - variance * drawn;
      ofUnits.whole += variance * (1 - 1 / rows);
      ofUnits.noise += 2 * (variance / rows) ** 2;
    }
    const rate = Math.max(LEAST_RATE, overall);
    // Units of few rows tell most of how days move; what they cannot tell, they may.
    const unknown = Math.min(spreadError(ofUnits), rate / LEAST_HITS);
    const spread = Math.max(
      Math.min(1, rate / MOST_HITS),
      spreadOf(ofPanes, units.length),
      Math.min(1, spreadOf(ofUnits, units.length) + unknown),
    );
    return { kind: 'rate', centres, known: slots.known, spread: significant(spread) };
  },

  score({ centres, known, spread }, slot, { n, errors }) {
    return betaNats(errors, n, centres[slot] ?? 1, effectiveRows(n, spread, known?.[slot]));
  },
};

function rateOf({ rows, errors }: RateCell): number {
  return (errors + 0.5) / (rows + 1);
}
