/**
 * How surprising the bins of one narrow pane are: from its Kullback-Leibler divergence from the shares of the hour, times
 * the rows that the pane is worth (Sanov 1957: the exponent of the probability of such a pane, in nats). Its root is
 * taken, which is a distance: the nats themselves have no exponential tail where some days are stormier than others.
 * One figure says how all bins move from day to day: a covariance of them all takes more days than a reference has, and
 * what breaks a feature is far outside it in any case.
 */
import type { DistributionPane } from '../pane.js';
import { effectiveRows, spreadOf } from './effective-rows.js';
import type { PaneSurprise } from './pane-surprise.js';
import { significant } from './significant.js';

export interface DistributionModel {
  readonly kind: 'distribution';
  /** Shares by slot, none of them 0; a slot that the reference never saw has those of all of it. */
  readonly centres: readonly (readonly number[])[];
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
  createCell: () => ({ panes: 0, rows: 0, inverse: 0, squares: 0, counts: [], shares: [] }),

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
    const centres = cells.map((cell) => sharesOf(cell.rows > 0 ? cell : whole, bins));
    let [excess, drawn] = [0, 0];
    cells.forEach(({ panes, inverse, squares, shares }, slot) => {
      const centre = centres[slot] ?? [];
      let [across, own] = [0, 0];
      for (let bin = 0; bin < bins; bin++) {
        const share = centre[bin] ?? 0;
        across += share * (shares[bin] ?? 0);
        own += share * share;
      }
      excess += squares - 2 * across + panes * own - (1 - own) * inverse;
      drawn += (1 - own) * (panes - inverse);
    });
    const spread = Math.max(LEAST_SPREAD, spreadOf(excess, drawn, units));
    return { kind: 'distribution', centres, spread: significant(spread) };
  },

  /** A bin that the reference does not have is as rare as its rarest. */
  score({ centres, spread }, slot, { n, counts }) {
    const centre = centres[slot] ?? [];
    let divergence = 0;
    for (let bin = 0; bin < counts.length; bin++) {
      const share = (counts[bin] ?? 0) / n;
      if (share > 0) divergence += share * Math.log(share / (centre[bin] ?? Math.min(1, ...centre)));
    }
    return 2 * Math.sqrt(Math.max(0, divergence) * effectiveRows(n, spread));
  },
};

/** Half a row more in every bin, so that none is empty. */
function sharesOf({ rows, counts }: DistributionCell, bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) =>
    significant(((counts[bin] ?? 0) + 0.5) / (rows + bins / 2)),
  );
}
