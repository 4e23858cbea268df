/**
 * Target encoding of a feature with many categories: each category becomes its smoothed mean outcome.
 *
 * rate(c) = (sum of outcomes in c + w * prior) / (rows in c + w), with w = `priorWeight` rows; a category that training
 * has not seen takes the prior. Multiclass: one rate per class.
 *
 * A category's own row must not tell the network its own outcome (with one row per category it would be the outcome), so
 * the rows that the network learns from are encoded OUT OF FOLD: the rows are cut into `foldCount` stretches of time, and
 * a row takes the rates of the other stretches. That is also what it will meet in service: rates from another time.
 * Source: Micci-Barreca, SIGKDD Explorations 3(1), 2001; the folds as in scikit-learn's TargetEncoder.
 */
import { clipAt } from './encoder-plan.js';
import type { Column } from './row-table.js';
import type { Targets } from './targets.js';

/** So many rows of prior are mixed into each category. */
export const priorWeight = 20;
/** Only the most frequent categories get a rate of their own (ties by name); the others share the prior. */
export const categoryLimit = 4_096;
const foldCount = 5;

/** Rates by category, standardised over the training rows: 0 = the prior, which every other value takes. */
export interface TargetRates {
  readonly categories: readonly string[];
  /** Rates per category: one per class in a multiclass model, else 1. */
  readonly width: number;
  /** For rows that training has not seen. `width` per category. */
  readonly rates: Float32Array;
  /** For the rows of training themselves: writes the rates of the other folds. */
  writeOutOfFold(row: number, out: Float32Array, at: number): void;
}

/**
 * @param rows ascending indices of the rows to learn from; rows are in order of time
 * @param counts rows in each code of the column
 * @returns undefined when every category has the same rate: there is nothing to tell apart
 */
export function learnTargetRates(
  column: Column,
  codes: Int32Array,
  counts: Uint32Array,
  rows: Uint32Array,
  targets: Targets,
): TargetRates | undefined {
  const { slotOf, categories } = mostFrequent(column, counts);
  const slots = categories.length + 1;
  const width = targets.width;
  const foldStarts = Array.from(
    { length: foldCount },
    (_, fold) => rows[Math.floor((fold * rows.length) / foldCount)] ?? 0,
  );
  const foldOf = (row: number): number => {
    let fold = foldCount - 1;
    while (fold > 0 && row < (foldStarts[fold] as number)) fold--;
    return fold;
  };

  const sums = Array.from({ length: foldCount }, () => new Float64Array(slots * width));
  const sizes = Array.from({ length: foldCount }, () => new Uint32Array(slots));
  for (const row of rows) {
    const code = codes[row] as number;
    const slot = code < 0 ? slots - 1 : (slotOf[code] as number);
    const fold = foldOf(row);
    addOutcome(targets, row, sums[fold] as Float64Array, slot);
    (sizes[fold] as Uint32Array)[slot] = ((sizes[fold] as Uint32Array)[slot] as number) + 1;
  }

  const total = sums.reduce((all, one) => all.map((value, i) => value + (one[i] as number)));
  const size = sizes.reduce((all, one) => all.map((value, i) => value + (one[i] as number)));
  const prior = Float64Array.from({ length: width }, (_, k) => {
    let sum = 0;
    for (let slot = 0; slot < slots; slot++) sum += total[slot * width + k] as number;
    return sum / rows.length;
  });
  const smoothed = (leftOut?: number): Float64Array =>
    Float64Array.from({ length: slots * width }, (_, i) => {
      const slot = Math.floor(i / width);
      const centre = prior[i % width] as number;
      if (slot === slots - 1) return centre;
      const n = (size[slot] as number) - (leftOut === undefined ? 0 : (sizes[leftOut]?.[slot] ?? 0));
      const sum = (total[i] as number) - (leftOut === undefined ? 0 : (sums[leftOut]?.[i] ?? 0));
      return (sum + priorWeight * centre) / (n + priorWeight);
    });

  const raw = smoothed();
  const spread = spreadOf(raw, size, prior, rows.length);
  if (spread.every((sd) => sd === 0)) return undefined;
  const standardise = (values: Float64Array): Float32Array =>
    Float32Array.from(values, (value, i) => {
      const sd = spread[i % width] as number;
      if (sd === 0) return 0;
      return Math.min(clipAt, Math.max(-clipAt, (value - (prior[i % width] as number)) / sd));
    });

  const outOfFold = sums.map((_, fold) => standardise(smoothed(fold)));
  return {
    categories,
    width,
    rates: standardise(raw).subarray(0, categories.length * width),
    writeOutOfFold(row, out, at) {
      const code = codes[row] as number;
      const slot = code < 0 ? slots - 1 : (slotOf[code] as number);
      const table = outOfFold[foldOf(row)] as Float32Array;
      for (let k = 0; k < width; k++) out[at + k] = table[slot * width + k] as number;
    },
  };
}

function mostFrequent(column: Column, counts: Uint32Array): { slotOf: Int32Array; categories: string[] } {
  const nameOf = (code: number): string => column.categories[code] as string;
  const codes = column.categories
    .map((_, code) => code)
    .filter((code) => (counts[code] as number) > 0)
    .sort((a, b) => (counts[b] as number) - (counts[a] as number) || (nameOf(a) < nameOf(b) ? -1 : 1))
    .slice(0, categoryLimit);
  const slotOf = new Int32Array(column.categories.length).fill(codes.length);
  codes.forEach((code, slot) => {
    slotOf[code] = slot;
  });
  return { slotOf, categories: codes.map(nameOf) };
}

function addOutcome(targets: Targets, row: number, sums: Float64Array, slot: number): void {
  const value = targets.values[row] as number;
  if (targets.task !== 'multiclass') {
    sums[slot] = (sums[slot] as number) + value;
  } else if (value >= 0) {
    const at = slot * targets.width + value;
    sums[at] = (sums[at] as number) + 1;
  }
}

/** Standard deviation of the rates around the prior over the training rows, by class; 0 where they do not differ. */
function spreadOf(rates: Float64Array, size: Uint32Array, prior: Float64Array, rows: number): Float64Array {
  const width = prior.length;
  return prior.map((centre, k) => {
    let squares = 0;
    for (let slot = 0; slot < size.length; slot++) {
      squares += (size[slot] as number) * ((rates[slot * width + k] as number) - centre) ** 2;
    }
    const sd = Math.sqrt(squares / rows);
    return sd > 1e-9 * Math.max(1, Math.abs(centre)) ? sd : 0;
  });
}
