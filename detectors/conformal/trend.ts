/**
 * Does the reference itself drift? A slope over its weeks, against all orders of the weeks: a trend of one standard
 * deviation inside the reference multiplies false alarms about thirtyfold, so such a stream is refused, in words.
 */
import { type Random, randomIndex, seededRandom } from '../random.js';
import type { EvidencePane } from '../pane.js';
import { type Season, unitOf, unitsPerWeek, WEEK } from './season.js';

export interface TrendSetting {
  readonly firstUnit: number;
  readonly weeks: number;
  readonly seed: number;
}

const SIGNIFICANCE = 0.005;
const PERMUTATIONS = 4_000;
/** Rise over the whole reference, in standard deviations of a unit around it, below which a slope does not matter. */
const LEAST_RISE = 1;

/** @returns the reason to refuse the stream, or null */
export function trendOf(
  season: Season,
  panes: readonly EvidencePane[],
  setting: TrendSetting,
): string | null {
  const { weeks } = setting;
  if (weeks < 5) return null; // fewer than 120 orders of the weeks: no order can be told from chance
  const widest = Math.max(...panes.map((pane) => pane.scale));
  const units = panes.filter((pane) => pane.scale === widest);
  const values = units.map(sharesOf);
  const width = Math.max(...values.map((shares) => shares.length));
  const weekOf = units.map((pane) =>
    Math.floor((unitOf(season, pane.start) - setting.firstUnit) / unitsPerWeek(season)),
  );
  const { means, within } = weeklyMeans(values, weekOf, weeks, width);
  // Whole weeks do not vary around themselves: what neighbours differ by says it, whatever the slope.
  const spread = widest < WEEK ? within : betweenNeighbours(values, width);
  const positions = Array.from({ length: weeks }, (_, week) => week - (weeks - 1) / 2);
  const observed = steepness(means, positions, spread);
  const rise = observed * weeks;
  if (rise < LEAST_RISE) return null;
  const random = seededRandom(setting.seed);
  let asSteep = 1;
  const order = [...positions];
  for (let trial = 0; trial < PERMUTATIONS; trial++) {
    shuffle(order, random);
    if (steepness(means, order, spread) >= observed * (1 - 1e-9)) asSteep++;
  }
  const p = asSteep / (PERMUTATIONS + 1);
  if (p > SIGNIFICANCE) return null;
  return `trend in the reference: ${rise.toFixed(1)} standard deviations over ${weeks} weeks (p = ${p.toFixed(4)})`;
}

function sharesOf(pane: EvidencePane): number[] {
  if (pane.kind === 'distribution') return pane.counts.map((count) => count / pane.n);
  return [(pane.kind === 'rate' ? pane.errors : pane.sum) / pane.n];
}

/** Means by week, and each bin's variance around its own week. */
function weeklyMeans(values: readonly number[][], weekOf: readonly number[], weeks: number, width: number) {
  const means = Array.from({ length: weeks }, () => new Float64Array(width));
  const sizes = new Float64Array(weeks);
  values.forEach((shares, index) => {
    const week = weekOf[index] ?? 0;
    const mean = means[week];
    if (!mean) return;
    sizes[week] = (sizes[week] ?? 0) + 1;
    for (let bin = 0; bin < width; bin++) mean[bin] = (mean[bin] ?? 0) + (shares[bin] ?? 0);
  });
  means.forEach((mean, week) => {
    for (let bin = 0; bin < width; bin++) mean[bin] = (mean[bin] ?? 0) / Math.max(1, sizes[week] ?? 0);
  });
  const within = new Float64Array(width);
  values.forEach((shares, index) => {
    const mean = means[weekOf[index] ?? 0];
    for (let bin = 0; bin < width; bin++) {
      within[bin] = (within[bin] ?? 0) + ((shares[bin] ?? 0) - (mean?.[bin] ?? 0)) ** 2 / values.length;
    }
  });
  return { means, within };
}

/** Each bin's variance from unit to unit, by the differences of those that follow each other. */
function betweenNeighbours(values: readonly number[][], width: number): Float64Array {
  const spread = new Float64Array(width);
  for (let next = 1; next < values.length; next++) {
    for (let bin = 0; bin < width; bin++) {
      const step = (values[next]?.[bin] ?? 0) - (values[next - 1]?.[bin] ?? 0);
      spread[bin] = (spread[bin] ?? 0) + step ** 2 / (2 * (values.length - 1));
    }
  }
  return spread;
}

/** Root mean square over bins of the standardised slope a week. */
function steepness(
  means: readonly Float64Array[],
  positions: readonly number[],
  within: Float64Array,
): number {
  const squares = positions.reduce((sum, position) => sum + position * position, 0);
  let total = 0;
  let counted = 0;
  within.forEach((variance, bin) => {
    if (!(variance > 0)) return;
    let slope = 0;
    means.forEach((mean, week) => {
      slope += (positions[week] ?? 0) * (mean[bin] ?? 0);
    });
    total += (slope / squares) ** 2 / variance;
    counted++;
  });
  return counted > 0 ? Math.sqrt(total / counted) : 0;
}

function shuffle(values: number[], random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = randomIndex(random, last + 1);
    const kept = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = kept;
  }
}
