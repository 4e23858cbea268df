import { type Counts, mergeRareBins, totalOf } from './bins.js';

/**
 * Population stability index: sum (p - q) ln(p / q), with half a row added to every bin (so that an empty bin is
 * finite). Biased upwards on few rows, by about (B-1)(1/n + 1/m): read it beside its bias, never against a fixed
 * threshold alone. O(bins).
 *
 * @returns at least 0, unbounded
 * @throws RangeError when a side has no rows
 * @example psi([52, 48], [48, 52]); // 0.006277
 */
export function populationStabilityIndex(now: Counts, reference: Counts): number {
  const bins = Math.max(now.length, reference.length);
  const [n, m] = [totalOf(now), totalOf(reference)];
  if (!(n > 0)) throw new RangeError('now has no rows: compare only panes with at least one');
  if (!(m > 0)) throw new RangeError('reference has no rows: compare only panes with at least one');
  let index = 0;
  for (let bin = 0; bin < bins; bin++) {
    const p = ((now[bin] ?? 0) + 0.5) / (n + bins / 2);
    const q = ((reference[bin] ?? 0) + 0.5) / (m + bins / 2);
    index += (p - q) * Math.log(p / q);
  }
  return index;
}

/**
 * The index without its sampling bias, rare bins merged; at least 0.
 * @example psiCorrected([52, 48], [48, 52]); // 0
 */
export function populationStabilityIndexCorrected(now: Counts, reference: Counts): number {
  const merged = mergeRareBins(now, reference);
  const bias = populationStabilityIndexBias(totalOf(now), totalOf(reference), merged.now.length);
  return Math.max(0, populationStabilityIndex(merged.now, merged.reference) - bias);
}

/**
 * The index that sampling alone gives on average, over B well-filled bins.
 * @example psiBias(100, 100, 10); // 0.18
 */
export function populationStabilityIndexBias(n: number, m: number, bins: number): number {
  return (bins - 1) * (1 / n + 1 / m);
}
