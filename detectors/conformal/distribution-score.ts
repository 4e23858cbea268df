/**
 * How strange the bins of one pane are, for panes of any size.
 *
 * With as many reference units as bins or more: a Mahalanobis distance whose covariance is shrunk (.8 of the
 * off-diagonal) and widened for panes smaller than the reference's; so bins that always move together count once,
 * and a small night pane is not strange because it is small. With more bins than units the covariance cannot be
 * estimated: over-dispersed chi-squared, bin by bin.
 */
import type { DistributionPane } from '../pane.js';
import { quadraticForm } from './quadratic-form.js';
import { type Season, slotCount, slotOf } from './season.js';

export interface DistributionModel {
  readonly kind: 'distribution';
  readonly form: 'mahalanobis' | 'chi-squared';
  readonly bins: number;
  /** Shares by slot (hour x weekend); a slot that the reference never saw has the shares of all of it. */
  readonly centres: readonly (readonly number[])[];
  /** Mahalanobis: S, row-major. Chi-squared: between-pane variance of each bin's share. */
  readonly between: readonly number[];
  /** Mean rows of a reference pane. */
  readonly meanSize: number;
}

const SHRINK = 0.8;
const RIDGE = 0.05;
/** Distances below one standardised unit are all the same "nothing": constant features must not rank noise. */
const SMALLEST_FORM = 1;

/**
 * @param panes reference panes of one stream and scale, each with at least one row
 * @param units reference units behind them: decides which form can be estimated
 */
export function fitDistribution(
  season: Season,
  scale: number,
  panes: readonly DistributionPane[],
  units: number,
): DistributionModel {
  const bins = panes.reduce((most, pane) => Math.max(most, pane.counts.length), 0);
  const centres = matchedShares(season, scale, panes, bins);
  const form = bins <= units ? 'mahalanobis' : 'chi-squared';
  let rows = 0;
  for (const pane of panes) rows += pane.n;
  const between =
    form === 'mahalanobis'
      ? covariance(season, scale, panes, centres, rows)
      : binVariances(season, scale, panes, centres);
  return { kind: 'distribution', form, bins, centres, between, meanSize: rows / Math.max(1, panes.length) };
}

/** ln of the squared distance of a pane (n >= 1) from its matched centre; at least 0. */
export function scoreDistribution(model: DistributionModel, slot: number, pane: DistributionPane): number {
  const centre = model.centres[slot] ?? [];
  const d = deviations(pane, centre);
  if (model.form === 'chi-squared') {
    let sum = 0;
    for (let bin = 0; bin < d.length; bin++) {
      const share = centre[bin] ?? 0;
      const variance = (share * (1 - share)) / pane.n + (model.between[bin] ?? 0);
      if (variance > 0) sum += ((d[bin] ?? 0) * (d[bin] ?? 0)) / variance;
    }
    return Math.log(Math.max(SMALLEST_FORM, sum));
  }
  const size = model.bins;
  const matrix = new Float64Array(size * size);
  const extra = Math.max(0, 1 / pane.n - 1 / model.meanSize) + RIDGE / model.meanSize;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      matrix[row * size + column] = SHRINK * (model.between[row * size + column] ?? 0);
    }
    matrix[row * size + row] = (model.between[row * size + row] ?? 0) + extra * (centre[row] ?? 0);
  }
  return Math.log(Math.max(SMALLEST_FORM, quadraticForm(matrix, d)));
}

function deviations(pane: DistributionPane, centre: readonly number[]): number[] {
  return centre.map((share, bin) => (pane.counts[bin] ?? 0) / pane.n - share);
}

/** Shares by slot, half a row added to every bin so that none is empty. */
function matchedShares(
  season: Season,
  scale: number,
  panes: readonly DistributionPane[],
  bins: number,
): number[][] {
  const slots = slotCount(season, scale);
  const totals = Array.from({ length: slots + 1 }, () => new Float64Array(bins));
  for (const pane of panes) {
    const ofSlot = totals[slotOf(season, scale, pane.start)];
    const ofAll = totals[slots];
    pane.counts.forEach((count, bin) => {
      if (ofSlot) ofSlot[bin] = (ofSlot[bin] ?? 0) + count;
      if (ofAll) ofAll[bin] = (ofAll[bin] ?? 0) + count;
    });
  }
  const all = totals[slots] ?? new Float64Array(bins);
  return totals.slice(0, slots).map((counts) => {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    const source = rows > 0 ? counts : all;
    const size = rows > 0 ? rows : all.reduce((sum, count) => sum + count, 0);
    return Array.from(source, (count) => (count + 0.5) / (size + bins / 2));
  });
}

/** S = sum(n d d') / sum(n): how the shares move together from pane to pane. */
function covariance(
  season: Season,
  scale: number,
  panes: readonly DistributionPane[],
  centres: readonly (readonly number[])[],
  rows: number,
): number[] {
  const size = centres[0]?.length ?? 0;
  const sum = new Float64Array(size * size);
  for (const pane of panes) {
    const d = deviations(pane, centres[slotOf(season, scale, pane.start)] ?? []);
    const weight = pane.n / rows;
    for (let row = 0; row < size; row++) {
      const left = weight * (d[row] ?? 0);
      if (left === 0) continue;
      for (let column = 0; column < size; column++) {
        const index = row * size + column;
        sum[index] = (sum[index] ?? 0) + left * (d[column] ?? 0);
      }
    }
  }
  return Array.from(sum);
}

/** Variance of each bin's share from pane to pane beyond what drawing n rows explains. */
function binVariances(
  season: Season,
  scale: number,
  panes: readonly DistributionPane[],
  centres: readonly (readonly number[])[],
): number[] {
  const sum = new Float64Array(centres[0]?.length ?? 0);
  for (const pane of panes) {
    const centre = centres[slotOf(season, scale, pane.start)] ?? [];
    deviations(pane, centre).forEach((d, bin) => {
      const share = centre[bin] ?? 0;
      sum[bin] = (sum[bin] ?? 0) + d * d - (share * (1 - share)) / pane.n;
    });
  }
  return Array.from(sum, (value) => Math.max(0, value / Math.max(1, panes.length)));
}
