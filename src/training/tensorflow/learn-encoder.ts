/**
 * Learns from training rows how each feature becomes inputs (`encoder-plan.ts` has the four ways).
 * The type of a feature is that of the majority of its values (numbers, or strings and booleans; a tie is numeric); values
 * of the other type count as missing. A feature with one value has nothing to tell and gets no input: its weights would
 * stay random, and the first new value would multiply them.
 */
import { floatsToBase64 } from './base64-floats.js';
import { oneHotLimit, oneHotNumberLimit, type EncoderPlan, type FeaturePlan } from './encoder-plan.js';
import type { Column, RowTable } from './row-table.js';
import { learnTargetRates, type TargetRates } from './target-rates.js';
import type { Targets } from './targets.js';

/** Values that the quantiles are read from. */
const quantileRows = 50_000;
/** Squares of larger numbers overflow. */
const largest = 1e100;

export interface LearnedEncoder {
  readonly plan: EncoderPlan;
  /** By feature name: how the training rows themselves are to be encoded. */
  readonly targetRates: ReadonlyMap<string, TargetRates>;
}

/** @param rows ascending indices into the table of the rows to learn from */
export function learnEncoder(table: RowTable, rows: Uint32Array, targets: Targets): LearnedEncoder {
  const targetRates = new Map<string, TargetRates>();
  const features: FeaturePlan[] = [];
  for (const column of table.features) {
    const categorical = countCategorical(column, rows);
    let plan: FeaturePlan | undefined;
    if (column.codes === null || categorical * 2 <= countPresent(column, rows)) {
      plan = planNumber(column, rows);
    } else {
      const missing = categorical < rows.length;
      const counts = countCodes(column.codes, column.categories.length, rows);
      const seen = column.categories.filter((_, code) => (counts[code] as number) > 0).sort();
      if (seen.length > oneHotLimit) {
        const learned = learnTargetRates(column, column.codes, counts, rows, targets);
        if (learned !== undefined) {
          targetRates.set(column.name, learned);
          const { categories, width, rates } = learned;
          plan = {
            kind: 'target-rate',
            name: column.name,
            missing,
            categories: [...categories],
            width,
            rates: floatsToBase64(rates),
          };
        }
      } else if (seen.length > 1 || (seen.length === 1 && missing)) {
        plan = { kind: 'one-hot-category', name: column.name, missing, categories: seen };
      }
    }
    if (plan !== undefined) features.push(plan);
  }
  return { plan: { features }, targetRates };
}

function countCategorical(column: Column, rows: Uint32Array): number {
  if (column.codes === null) return 0;
  let n = 0;
  for (const row of rows) if ((column.codes[row] as number) >= 0) n++;
  return n;
}

function countPresent(column: Column, rows: Uint32Array): number {
  let n = 0;
  for (const row of rows) {
    if (!Number.isNaN(column.numbers[row]) || (column.codes?.[row] ?? -1) >= 0) n++;
  }
  return n;
}

function countCodes(codes: Int32Array, length: number, rows: Uint32Array): Uint32Array {
  const counts = new Uint32Array(length);
  for (const row of rows) {
    const code = codes[row] as number;
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

function planNumber({ name, numbers }: Column, rows: Uint32Array): FeaturePlan | undefined {
  const known = rows.filter((row) => !Number.isNaN(numbers[row]));
  const missing = known.length < rows.length;
  const values = new Set<number>();
  for (const row of known) {
    values.add(numbers[row] as number);
    if (values.size > oneHotNumberLimit) break;
  }
  if (values.size === 0 || (values.size === 1 && !missing)) return undefined;
  if (values.size <= oneHotNumberLimit && [...values].every(Number.isInteger)) {
    return { kind: 'one-hot-number', name, missing, values: [...values].sort((a, b) => a - b) };
  }
  return { kind: 'standardised', name, missing, ...centreAndSpread(numbers, known) };
}

/**
 * Mean and standard deviation of the values, those beyond the quantiles .001 and .999 drawn in to them: a handful of
 * placeholders like 1e9 would otherwise press all the others into one point.
 */
function centreAndSpread(numbers: Float64Array, known: Uint32Array): { mean: number; sd: number } {
  const step = Math.max(1, Math.floor(known.length / quantileRows));
  const sorted = Float64Array.from(
    known.filter((_, i) => i % step === 0),
    (row) => numbers[row] as number,
  ).sort();
  const last = sorted.length - 1;
  const low = Math.max(-largest, sorted[Math.floor(last * 0.001)] as number);
  const high = Math.min(largest, sorted[Math.ceil(last * 0.999)] as number);
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (const row of known) {
    const value = Math.min(high, Math.max(low, numbers[row] as number));
    // Welford: sums of squares of values like 1e9 +- 1 would cancel.
    const fromMean = value - mean;
    mean += fromMean / ++n;
    squares += fromMean * (value - mean);
  }
  const sd = Math.sqrt(squares / n);
  return { mean, sd: sd > 0 ? sd : 1 };
}
