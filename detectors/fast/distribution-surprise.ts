/**
 * How surprising the bins of one narrow pane are: from its Kullback-Leibler divergence from the shares of the hour, times
 * the rows that the pane is worth (Sanov 1957: the exponent of the probability of such a pane, in nats). Its root is
 * taken, which is a distance: the nats themselves have no exponential tail where some days are stormier than others.
 * One figure says how all bins move from day to day: a covariance of them all takes more days than a reference has, and
 * what breaks a feature is far outside it in any case.
 */
import type { DistributionPane } from '../pane.js';
import { effectiveRows, noMoments, spreadError, spreadOf } from './effective-rows.js';
import type { PaneSurprise } from './pane-surprise.js';
import { significant } from './significant.js';
import { slotCentres, slotShare, type SlotCentres } from './slot-centres.js';

export interface DistributionModel {
  readonly kind: 'distribution';
  /** Shares by slot, none of them 0; a slot of which the reference saw little has much of those of all of it. */
  readonly centres: readonly (readonly number[])[];
  /** By slot: rows that its centre is worth. Absent in references from before: as many as it takes. */
  readonly known?: readonly number[];
  /** Movement from day to day: `effectiveRows`. */
  readonly spread: number;
}

/** Sums over the panes of one slot. */
interface DistributionCell {
  panes: number;
  rows: number;
  /** Of 1/n, and of the squares of all shares. */
  inverse: number;
  squares: number;
  /** By bin, of counts and of shares. */
  readonly counts: number[];
  readonly shares: number[];
}

/** No feature is steadier than this from day to day: 1.6 points of a share of one half. */
const LEAST_SPREAD = 1e-3;

export const DISTRIBUTION_SURPRISE: PaneSurprise<DistributionPane, DistributionCell, DistributionModel> = {
  createCell: () => ({
    panes: 0,
    rows: 0,
    inverse: 0,
    squares: 0,
    counts: [],
    shares: [],
  }),

  add(cell, { n, counts }) {
    cell.panes++;
    cell.rows += n;
    cell.inverse += 1 / n;
    for (let bin = 0; bin < counts.length; bin++) {
      const count = counts[bin] ?? 0;
      const share = count / n;
      cell.counts[bin] = (cell.counts[bin] ?? 0) + count;
      cell.shares[bin] = (cell.shares[bin] ?? 0) + share;
      cell.squares += share * share;
    }
  },

  merge(into, from) {
    into.panes += from.panes;
    into.rows += from.rows;
    into.inverse += from.inverse;
    into.squares += from.squares;
    from.counts.forEach((count, bin) => {
      into.counts[bin] = (into.counts[bin] ?? 0) + count;
      into.shares[bin] = (into.shares[bin] ?? 0) + (from.shares[bin] ?? 0);
    });
  },

  fit(cells, whole, units) {
    const bins = whole.counts.length;
    const overall = sharesOfAll(whole, bins);
    const { variance, square } = varianceOf(overall);
    const slots = slotCentres(
      cells.map(({ rows }) => rows),
      cells.map(({ rows, counts }) => squaredDistance(counts, rows, overall)),
      variance,
      square,
    );
    const centres = cells.map((cell) => sharesOf(cell, overall, slots));
    const ofPanes = noMoments();
    cells.forEach(({ panes, inverse, squares, shares }, slot) => {
      const centre = centres[slot] ?? [];
      let across = 0;
      for (let bin = 0; bin < bins; bin++) across += (centre[bin] ?? 0) * (shares[bin] ?? 0);
      const own = varianceOf(centre);
      // The panes are part of their centre.
      const drawn = inverse - panes / (slots.known[slot] ?? Infinity);
      ofPanes.excess += squares - 2 * across + panes * (1 - own.variance) - own.variance * drawn;
      ofPanes.whole += own.variance * (panes - inverse);
    });
    const ofUnits = noMoments();
    for (const unit of units) {
      let rows = 0;
      const counts = Array.from({ length: bins }, () => 0);
      const expected = Array.from({ length: bins }, () => 0);
      for (const [slot, cell] of unit) {
        rows += cell.rows;
        for (let bin = 0; bin < bins; bin++) {
          counts[bin] = (counts[bin] ?? 0) + (cell.counts[bin] ?? 0);
          expected[bin] = (expected[bin] ?? 0) + cell.rows * (centres[slot]?.[bin] ?? 0);
        }
      }
      const centre = expected.map((one) => one / rows);
      const own = varianceOf(centre);
      ofUnits.excess += squaredDistance(counts, rows, centre) - own.variance * (1 / rows - 1 / whole.rows);
      ofUnits.whole += own.variance * (1 - 1 / rows);
      ofUnits.noise += (2 * own.square) / (rows * rows);
    }
    const spread = significant(
      Math.max(
        LEAST_SPREAD,
        spreadOf(ofPanes, units.length),
        Math.min(1, spreadOf(ofUnits, units.length) + spreadError(ofUnits)),
      ),
    );
    return { kind: 'distribution', centres, known: slots.known, spread };
  },

  /** A bin that the reference does not have is as rare as its rarest. */
  score({ centres, known, spread }, slot, { n, counts }) {
    const centre = centres[slot] ?? [];
    let divergence = 0;
    for (let bin = 0; bin < counts.length; bin++) {
      const share = (counts[bin] ?? 0) / n;
      if (share > 0) divergence += share * Math.log(share / (centre[bin] ?? Math.min(1, ...centre)));
    }
    return 2 * Math.sqrt(Math.max(0, divergence) * effectiveRows(n, spread, known?.[slot]));
  },
};

/** Half a row more in every bin, so that none is empty. */
function sharesOfAll({ rows, counts }: DistributionCell, bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) => ((counts[bin] ?? 0) + 0.5) / (rows + bins / 2));
}

/** Of a slot; at least half a row in every bin. */
function sharesOf(
  { rows, counts }: DistributionCell,
  overall: readonly number[],
  slots: SlotCentres,
): number[] {
  const least = 0.5 / (rows + slots.borrowed + overall.length / 2);
  const shares = overall.map((share, bin) =>
    Math.max(least, slotShare(counts[bin] ?? 0, rows, share, slots)),
  );
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => significant(share / total));
}

/** Of shares from others; 0 without rows. */
function squaredDistance(counts: readonly number[], rows: number, shares: readonly number[]): number {
  if (rows === 0) return 0;
  return shares.reduce((sum, share, bin) => sum + ((counts[bin] ?? 0) / rows - share) ** 2, 0);
}

/** Of one row around the shares: the trace of its covariance, and that of the covariance's square. */
function varianceOf(shares: readonly number[]): { variance: number; square: number } {
  let [squares, cubes] = [0, 0];
  for (const share of shares) {
    squares += share * share;
    cubes += share * share * share;
  }
  return { variance: 1 - squares, square: squares - 2 * cubes + squares * squares };
}
