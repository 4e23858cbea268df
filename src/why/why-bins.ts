import { sumValue } from '../aggregates/exact-sum.js';
import { binHigh, binLow } from '../aggregates/float-key.js';
import {
  LOSS_UNITS,
  lossShift,
  numberCells,
  otherCells,
  type ValueLosses,
} from '../aggregates/value-losses.js';
import { bucketOfWord, MISSING_WORD, OTHER_WORD } from '../aggregates/value-word.js';
import { emptyBinned, type BinnedLosses, type RowsAndLoss } from './binned-losses.js';

/**
 * The bins in which one feature is asked for the cause of a change: made from the joined rows of the reference, so that
 * their edges lie between the bins of its panes, and a pane of the same resolution or a finer one falls into them exactly.
 */
export type WhyBins =
  | {
      readonly kind: 'numeric';
      /**
       * Ascending; bin i is [edges[i-1], edges[i]), so the first and the last hold what the reference never had. Then:
       * missing; text.
       */
      readonly edges: readonly number[];
      /** Of the bins between the edges. */
      readonly labels: readonly string[];
    }
  | {
      readonly kind: 'categorical';
      /** Hash buckets with a bin of their own, and their names. Then: other values; values that the reference never had; missing; numbers. */
      readonly buckets: readonly number[];
      readonly labels: readonly string[];
      /** Buckets of the reference without a bin of their own; where its tables have dropped some, all above `beyond` too. */
      readonly others: readonly number[];
      readonly beyond: number | null;
    };

/** Name of a category by its hash bucket (`category-counts.ts`), where it is known. */
export type NameOfBucket = (bucket: number) => string | undefined;

/** Few distinct values (grades, hours) have a bin each; more share so many bins of about as many rows. */
const DISTINCT_VALUES = 24;
const NUMERIC_BINS = 10;
const CATEGORY_BINS = 20;
/** Part of the reference's range by which a measured value may leave it and still be of its kind. */
const RANGE_MARGIN = 0.1;

/** null for a feature without any value. */
export function whyBinsOf(reference: ValueLosses, nameOf: NameOfBucket): WhyBins | null {
  const numbers = numberCells(reference);
  const words = otherCells(reference).filter(({ key }) => key !== MISSING_WORD);
  const rows = (cells: readonly { readonly rows: number }[]) =>
    cells.reduce((sum, cell) => sum + cell.rows, 0);
  if (numbers.length + words.length === 0) return null;
  if (rows(numbers) >= rows(words)) return numericBins(numbers, lossShift(reference));
  const buckets = words.flatMap(({ key, rows }) => {
    const bucket = bucketOfWord(key);
    return bucket === null ? [] : [{ bucket, rows }];
  });
  const dropped = words.some(({ key }) => key === OTHER_WORD);
  const ranked = buckets.toSorted((a, b) => b.rows - a.rows || a.bucket - b.bucket);
  const top = ranked
    .slice(0, CATEGORY_BINS)
    .map(({ bucket }) => ({ bucket, label: nameOf(bucket) ?? `category #${bucket}` }))
    .sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : a.bucket - b.bucket));
  return {
    kind: 'categorical',
    buckets: top.map(({ bucket }) => bucket),
    labels: top.map(({ label }) => label),
    others: ranked
      .slice(CATEGORY_BINS)
      .map(({ bucket }) => bucket)
      .sort((a, b) => a - b),
    beyond: dropped ? Math.max(0, ...buckets.map(({ bucket }) => bucket)) : null,
  };
}

interface Group {
  readonly low: number;
  readonly high: number;
  /** Of one cell: its value, as far as it is known. */
  readonly label: string;
}

function numericBins(
  cells: readonly { readonly key: number; readonly rows: number }[],
  shift: number,
): WhyBins {
  const groups = groupsOf(cells, shift);
  const first = (groups[0] as Group).low;
  const last = (groups.at(-1) as Group).high;
  const margin = cells.length > DISTINCT_VALUES ? RANGE_MARGIN * (last - first) : 0;
  return {
    kind: 'numeric',
    edges: [first - margin, ...groups.slice(1).map(({ low }) => low), last + margin],
    labels: groups.map(({ label }) => label),
  };
}

/** Neighbouring cells, about equally full groups of them where there are many. */
function groupsOf(cells: readonly { readonly key: number; readonly rows: number }[], shift: number): Group[] {
  const edges = cells.map(({ key }) => ({ low: binLow(key, shift), high: binHigh(key, shift) }));
  const total = cells.reduce((sum, { rows }) => sum + rows, 0);
  const most = cells.length <= DISTINCT_VALUES ? cells.length : NUMERIC_BINS;
  const groups: Group[] = [];
  let seen = 0;
  let from = 0;
  cells.forEach(({ rows }, i) => {
    seen += rows;
    const full = most === cells.length || seen >= ((groups.length + 1) * total) / most;
    if (!full && i < cells.length - 1) return;
    const { low } = edges[from] as (typeof edges)[number];
    const { high } = edges[i] as (typeof edges)[number];
    groups.push({ low, high, label: from === i ? valueLabel(low, high) : `${short(low)} to ${short(high)}` });
    from = i + 1;
  });
  return groups;
}

/** A bin of the finest keys is one value: `7`, not `7 to 7.0001`. */
function valueLabel(low: number, high: number): string {
  const [a, b] = [short(low), short(high)];
  return a === b || (Number.isInteger(low) && high - low < 1) ? a : `${a} to ${b}`;
}

function short(edge: number): string {
  return String(Number(edge.toPrecision(Number.isInteger(edge) && Math.abs(edge) < 1e6 ? 6 : 3)));
}

export function whyBinCount(bins: WhyBins): number {
  return bins.kind === 'numeric' ? bins.edges.length + 3 : bins.buckets.length + 4;
}

/** Names of all bins, for people. */
export function whyLabels(bins: WhyBins): string[] {
  if (bins.kind === 'categorical')
    return [...bins.labels, 'other values', 'values that the reference never had', 'missing', 'numbers'];
  const { edges, labels } = bins;
  return [
    `below ${short(edges[0] as number)}`,
    ...labels,
    `${short(edges.at(-1) as number)} and more`,
    'missing',
    'text',
  ];
}

/**
 * The feature's rows of one pane in these bins. Rows that do not carry the feature count as missing, so that all features
 * tell of the same rows.
 *
 * @param total all rows of the pane, with their errors and their loss
 */
export function inWhyBins(bins: WhyBins, feature: ValueLosses | undefined, total: RowsAndLoss): BinnedLosses {
  const binned = emptyBinned(whyBinCount(bins));
  const left = { ...total };
  const add = (bin: number, rows: number, errors: number, loss: number) => {
    binned.rows[bin] = (binned.rows[bin] as number) + rows;
    binned.errors[bin] = (binned.errors[bin] as number) + errors;
    binned.losses[bin] = (binned.losses[bin] as number) + loss;
    left.rows -= rows;
    left.errors -= errors;
    left.loss -= loss;
  };
  const shift = feature ? lossShift(feature) : 0;
  for (const { key, rows, errors, loss } of feature ? numberCells(feature) : []) {
    const bin =
      bins.kind === 'numeric'
        ? indexOf(bins.edges, binLow(key, shift) / 2 + binHigh(key, shift) / 2)
        : bins.buckets.length + 3;
    add(bin, rows, errors, LOSS_UNITS * sumValue(loss));
  }
  for (const { key, rows, errors, loss } of feature ? otherCells(feature) : [])
    add(otherBin(bins, key), rows, errors, LOSS_UNITS * sumValue(loss));
  // What floating point leaves of a loss without rows is nothing.
  if (left.rows > 0) add(otherBin(bins, MISSING_WORD), left.rows, left.errors, Math.max(0, left.loss));
  return binned;
}

function otherBin(bins: WhyBins, word: number): number {
  if (bins.kind === 'numeric') return bins.edges.length + (word === MISSING_WORD ? 1 : 2);
  const { length } = bins.buckets;
  if (word === MISSING_WORD) return length + 2;
  const bucket = bucketOfWord(word);
  if (bucket === null || bins.others.includes(bucket) || bucket > (bins.beyond ?? Infinity)) return length;
  const own = bins.buckets.indexOf(bucket);
  return own < 0 ? length + 1 : own;
}

function indexOf(edges: readonly number[], value: number): number {
  let i = 0;
  while (i < edges.length && value >= (edges[i] as number)) i++;
  return i;
}
