/**
 * How strange the bins of one pane are, for panes of any size.
 *
 * With as many reference units as bins or more: a Mahalanobis distance whose covariance is shrunk (.8 of the
 * off-diagonal) and widened for panes smaller than the reference's; so bins that always move together count once,
 * and a small night pane is not strange because it is small. With more bins than units the covariance cannot be
 * estimated: over-dispersed chi-squared, bin by bin, no surer of the centre than of the rows that it was drawn from, nor of a
 * bin's steadiness than so many panes can be.
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
  /** By slot: rows behind its centre. */
  readonly known: readonly number[];
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
  const { centres, known } = matchedShares(season, scale, panes, bins);
  const form = bins <= units ? 'mahalanobis' : 'chi-squared';
  let rows = 0;
  for (const pane of panes) rows += pane.n;
  const between =
    form === 'mahalanobis'
      ? covariance(season, scale, panes, centres, rows)
      : binVariances(season, scale, panes, centres, known);
  const meanSize = rows / Math.max(1, panes.length);
  return { kind: 'distribution', form, bins, centres, known, between, meanSize };
}

/** ln of the squared distance of a pane (n >= 1) from its matched centre; at least 0. */
export function scoreDistribution(model: DistributionModel, slot: number, pane: DistributionPane): number {
  const centre = model.centres[slot] ?? [];
  const d = deviations(pane, centre);
  if (model.form === 'chi-squared') {
    let sum = 0;
    const drawn = 1 / pane.n + 1 / (model.known[slot] ?? 1);
    for (let bin = 0; bin < d.length; bin++) {
      const share = centre[bin] ?? 0;
      const variance = share * (1 - share) * drawn + (model.between[bin] ?? 0);
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
): Pick<DistributionModel, 'centres' | 'known'> {
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
  const sources = totals.slice(0, slots).map((counts) => (rowsIn(counts) > 0 ? counts : all));
  const known = sources.map((counts) => Math.max(1, rowsIn(counts)));
  const centres = sources.map((counts) => {
    const size = rowsIn(counts) + bins / 2;
    return Array.from(counts, (count) => (count + 0.5) / size);
  });
  return { centres, known };
}

function rowsIn(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
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

/**
 * Variance of each bin's share from pane to pane beyond what drawing n rows explains, and one standard error of it: panes of
 * few rows cannot tell a steady bin from one that moves.
 */
function binVariances(
  season: Season,
  scale: number,
  panes: readonly DistributionPane[],
  centres: readonly (readonly number[])[],
  known: readonly number[],
): number[] {
  const bins = centres[0]?.length ?? 0;
  const [sum, noise] = [new Float64Array(bins), new Float64Array(bins)];
  for (const pane of panes) {
    const slot = slotOf(season, scale, pane.start);
    const centre = centres[slot] ?? [];
    // The pane is part of its centre.
    const drawn = 1 / pane.n - 1 / (known[slot] ?? 1);
    deviations(pane, centre).forEach((d, bin) => {
      const share = centre[bin] ?? 0;
      sum[bin] = (sum[bin] ?? 0) + d * d - share * (1 - share) * drawn;
      noise[bin] = (noise[bin] ?? 0) + 2 * ((share * (1 - share)) / pane.n) ** 2;
    });
  }
  const count = Math.max(1, panes.length);
  return Array.from(sum, (value, bin) => Math.max(0, value / count) + Math.sqrt(noise[bin] ?? 0) / count);
}
