import { bitsToDrop } from './bin-table.js';
import { sumFromJson, sumToJson } from './exact-sum.js';
import {
  addCell,
  addCells,
  addToCell,
  emptyCells,
  sortedCells,
  sortedKeys,
  type LossCell,
  type LossCells,
} from './loss-cells.js';
import { isNumber, NO_BUCKETS, OTHER_WORD } from './value-word.js';

/**
 * One feature among the joined rows: how many rows, how many of them wrong and how much loss, by bin of the feature's
 * value. Rows, errors and loss stand in one table that coarsens together, so no bin has more errors than rows.
 *
 * Numbers: bins are leading bits, as in `numeric-histogram.ts`, the finest resolution at which they fit the cap.
 * Categories: hash buckets, of which the lowest stay and the rest is added up (a bucket is the low end of a hash, so this
 * is no choice by name or by who came first). A commutative monoid over the SET of rows.
 */
export interface ValueLosses {
  /** Bits that the keys of numbers have lost. */
  shift: number;
  numbers: LossCells;
  /** By word of `value-word.ts`: missing values, categories, the rest. */
  others: LossCells;
}

export const MAX_NUMBER_BINS = 64;
export const MAX_CATEGORIES = 256;
/** Coarsening waits until a table has grown to this: what does not fit by then does not fit in the end either. */
const ROOM = 512;

export function emptyValueLosses(): ValueLosses {
  return { shift: 0, numbers: emptyCells(), others: emptyCells() };
}

/**
 * Adds one row.
 *
 * @param word of `value-word.ts`
 * @param errors 1 for a wrong answer, else 0
 * @param loss at least 0 and finite
 */
export function addToValueLosses(bins: ValueLosses, word: number, errors: number, loss: number): void {
  if (isNumber(word)) {
    addToCell(bins.numbers, word >>> bins.shift, 1, errors, loss);
    if (bins.numbers.size > ROOM) coarsen(bins);
  } else {
    addToCell(bins.others, word, 1, errors, loss);
    if (bins.others.size > ROOM) drop(bins);
  }
}

export function mergeValueLosses(into: ValueLosses, from: ValueLosses): void {
  settle(from);
  if (from.numbers.size > 0 || from.shift > 0) {
    if (into.shift < from.shift) shiftTo(into, from.shift);
    const bits = into.shift - from.shift;
    addCells(into.numbers, from.numbers, (key) => key >>> bits);
  }
  addCells(into.others, from.others, (key) => key);
  settle(into);
}

/** Bits that the keys of `numberCells` have lost: 0 .. 31. */
export function lossShift(bins: ValueLosses): number {
  settle(bins);
  return bins.shift;
}

/** Bins of numbers in ascending order: `floatKey` of a value >>> `lossShift`. */
export function numberCells(bins: ValueLosses): LossCell[] {
  settle(bins);
  return sortedCells(bins.numbers);
}

/** Everything that is no number, by ascending word. */
export function otherCells(bins: ValueLosses): LossCell[] {
  settle(bins);
  return sortedCells(bins.others);
}

/** The limits kept. The value is the same before and after. */
function settle(bins: ValueLosses): void {
  if (bins.numbers.size > MAX_NUMBER_BINS) coarsen(bins);
  if (bins.others.size > MAX_CATEGORIES) drop(bins);
}

function coarsen(bins: ValueLosses): void {
  const keys = sortedKeys(bins.numbers);
  shiftTo(bins, bins.shift + bitsToDrop(keys, 0, keys.length - 1, MAX_NUMBER_BINS));
}

function shiftTo(bins: ValueLosses, shift: number): void {
  const bits = shift - bins.shift;
  if (bits === 0) return;
  const coarser = emptyCells();
  addCells(coarser, bins.numbers, (key) => key >>> bits);
  bins.numbers = coarser;
  bins.shift = shift;
}

/** Of more buckets than the limit the lowest stay. */
function drop(bins: ValueLosses): void {
  const buckets = sortedKeys(bins.others).filter((word) => word >= NO_BUCKETS);
  const first = buckets[MAX_CATEGORIES];
  if (first === undefined) return;
  const kept = emptyCells();
  addCells(kept, bins.others, (word) => (word >= first ? OTHER_WORD : word));
  bins.others = kept;
}

/** JSON form: sorted, so equal bins have equal bytes; most of it is left out most of the time. */
export interface ValueLossesJson {
  /** `shift`, where numbers are. */
  readonly s?: number;
  /** Numbers, and everything else. */
  readonly h?: LossCellsJson;
  readonly c?: LossCellsJson;
}

export interface LossCellsJson {
  /** Keys in ascending order: the first one, then the differences. */
  readonly k: readonly number[];
  readonly n: readonly number[];
  /** Absent: no errors. */
  readonly e?: readonly number[];
  /** Losses in units of 2^-16 (`quantized-loss.ts`). Absent: those of `e`, a whole for each error. */
  readonly l?: readonly number[];
  /** Losses that no one float64 is: entry, its exact terms; in `l` they are 0. */
  readonly x?: readonly (readonly [number, readonly number[], readonly number[]])[];
}

/** What JSON counts losses in: whole numbers for classifiers. A power of two, so that nothing is rounded. */
export const LOSS_UNITS = 2 ** 16;

export function valueLossesToJson(bins: ValueLosses): ValueLossesJson {
  settle(bins);
  return {
    ...(bins.numbers.size > 0 && { s: bins.shift, h: cellsToJson(bins.numbers) }),
    ...(bins.others.size > 0 && { c: cellsToJson(bins.others) }),
  };
}

export function valueLossesFromJson(json: ValueLossesJson): ValueLosses {
  return {
    shift: json.s ?? 0,
    numbers: json.h ? cellsFromJson(json.h) : emptyCells(),
    others: json.c ? cellsFromJson(json.c) : emptyCells(),
  };
}

export function cellsToJson(cells: LossCells): LossCellsJson {
  const sorted = sortedCells(cells);
  const sums = sorted.map(({ loss }) => sumToJson(loss));
  const plain = sums.map(({ ordinary, huge }) => ordinary.length < 2 && huge.length === 0);
  const losses = sums.map(({ ordinary }, i) => (plain[i] ? (ordinary[0] ?? 0) : 0));
  const exact = sums.flatMap(({ ordinary, huge }, i) => (plain[i] ? [] : [[i, ordinary, huge] as const]));
  return {
    k: sorted.map(({ key }, i) => key - (sorted[i - 1]?.key ?? 0)),
    n: sorted.map(({ rows }) => rows),
    ...(sorted.some(({ errors }) => errors > 0) && { e: sorted.map(({ errors }) => errors) }),
    ...((exact.length > 0 || sorted.some(({ errors }, i) => errors !== losses[i])) && {
      l: losses.map((loss) => loss * LOSS_UNITS),
    }),
    ...(exact.length > 0 && { x: exact }),
  };
}

export function cellsFromJson({ k, n, e, l, x }: LossCellsJson): LossCells {
  const cells = emptyCells();
  const exact = new Map(x?.map(([i, ordinary, huge]) => [i, sumFromJson({ ordinary, huge })]));
  let key = 0;
  for (let i = 0; i < k.length; i++) {
    key += k[i] as number;
    const errors = e?.[i] ?? 0;
    const one = l ? (l[i] as number) / LOSS_UNITS : errors;
    const loss = exact.get(i) ?? sumFromJson({ ordinary: one === 0 ? [] : [one], huge: [] });
    addCell(cells, { key, rows: n[i] as number, errors, loss });
  }
  return cells;
}
