import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  sumValue,
  type ExactSum,
} from './exact-sum.js';
import {
  addBins,
  addToBin,
  coarsenTo,
  dropBits,
  emptyBins,
  forEachInOrder,
  type BinTable,
} from './bin-table.js';
import { binHigh, binLow, floatKey } from './float-key.js';

/**
 * A histogram of float64 values that needs no range and depends on the SET of values only.
 *
 * Bins are the leading bits of the value (`float-key.ts`). While more than `cap` bins are occupied, all keys lose one
 * bit and neighbours merge; merging two histograms takes the coarser of both, then coarsens again. The result is the
 * finest resolution at which the union fits: a commutative monoid. Integers below 2^21 stay exact while they fit.
 */
export interface NumericHistogram {
  /** At most so many bins are occupied whenever they are read; at least 2, one a sign. */
  readonly cap: number;
  /** Bits dropped from the finest key, so far: `binShift` tells. */
  shift: number;
  /** Counts by bin key, half as many again as the cap allows between readings: `forEachBin` and `sortedBins` read them. */
  readonly bins: BinTable;
  /** Finite values. */
  n: number;
  readonly sum: ExactSum;
  /** Of the finite values; Infinity and -Infinity while there is none. */
  min: number;
  max: number;
  nan: number;
  plusInfinity: number;
  minusInfinity: number;
}

/** At 512 bins at most 3% of a normal distribution falls into one bin. */
export const DEFAULT_BINS = 512;

export function emptyHistogram(cap: number = DEFAULT_BINS): NumericHistogram {
  return {
    cap,
    shift: 0,
    bins: emptyBins(),
    n: 0,
    sum: emptySum(),
    min: Infinity,
    max: -Infinity,
    nan: 0,
    plusInfinity: 0,
    minusInfinity: 0,
  };
}

/** Amortised O(1), about what counting in a Map costs; allocates while the number of bins grows, then no more. */
export function addToHistogram(h: NumericHistogram, value: number): void {
  if (!Number.isFinite(value)) {
    if (value === Infinity) h.plusInfinity++;
    else if (value === -Infinity) h.minusInfinity++;
    else h.nan++;
    return;
  }
  h.n++;
  addToSum(h.sum, value);
  if (value < h.min) h.min = value + 0;
  if (value > h.max) h.max = value + 0;
  addToBin(h.bins, floatKey(value) >>> h.shift, 1);
  limit(h);
}

export function mergeHistogram(into: NumericHistogram, from: NumericHistogram): void {
  into.n += from.n;
  into.nan += from.nan;
  into.plusInfinity += from.plusInfinity;
  into.minusInfinity += from.minusInfinity;
  mergeSum(into.sum, from.sum);
  if (from.min < into.min) into.min = from.min;
  if (from.max > into.max) into.max = from.max;
  settle(from);
  if (into.shift < from.shift) {
    dropBits(into.bins, from.shift - into.shift);
    into.shift = from.shift;
  }
  addBins(into.bins, from.bins, into.shift - from.shift);
  limit(into);
}

/**
 * Coarsening costs microseconds, and what just fits soon does not: so it waits until there are half as many bins again as
 * the cap allows. What does not fit by then does not fit in the end either, so waiting changes no result.
 */
function limit(h: NumericHistogram): void {
  if (h.bins.size > h.cap + (h.cap >>> 1)) settle(h);
}

/** The finest resolution at which the bins fit the cap: before they are read. The value is the same before and after. */
function settle(h: NumericHistogram): void {
  if (h.bins.size > h.cap) h.shift += coarsenTo(h.bins, h.cap);
}

/** Mean of the finite values; null while there is none. */
export function histogramMean(h: NumericHistogram): number | null {
  return h.n === 0 ? null : sumValue(h.sum) / h.n;
}

/** How many bins are occupied. */
export function occupiedBins(h: NumericHistogram): number {
  settle(h);
  return h.bins.size;
}

/** How many bits the keys of `forEachBin` have lost: 0 .. 31. */
export function binShift(h: NumericHistogram): number {
  settle(h);
  return h.shift;
}

/** Bins in ascending order of their keys, `floatKey` of a value >>> `binShift`. O(b log b). */
export function forEachBin(h: NumericHistogram, visit: (key: number, count: number) => void): void {
  settle(h);
  forEachInOrder(h.bins, visit);
}

/** Bins in ascending order of value: `[low, high)` and count. O(b log b). */
export function sortedBins(h: NumericHistogram): { low: number; high: number; count: number }[] {
  const bins: { low: number; high: number; count: number }[] = [];
  const shift = binShift(h);
  forEachBin(h, (key, count) => {
    bins.push({ low: binLow(key, shift), high: binHigh(key, shift), count });
  });
  return bins;
}

/**
 * Quantile `q` in [0, 1]: linear inside its bin and clipped to [min, max]; the relative error is that of one bin
 * (2^-m for m mantissa bits left). null while there is no value.
 */
export function histogramQuantile(h: NumericHistogram, q: number): number | null {
  if (h.n === 0) return null;
  const target = q * h.n;
  let seen = 0;
  for (const { low, high, count } of sortedBins(h)) {
    if (seen + count >= target) {
      const value = low + (high - low) * ((target - seen) / count);
      return Math.min(h.max, Math.max(h.min, value));
    }
    seen += count;
  }
  return h.max;
}

/** JSON form: sorted, so equal histograms have equal bytes. */
export interface NumericHistogramJson {
  readonly s: number;
  readonly k: readonly number[];
  readonly c: readonly number[];
  readonly n: number;
  readonly sum: readonly number[];
  readonly huge?: readonly number[];
  readonly min: number | null;
  readonly max: number | null;
  /** nan, +Infinity, -Infinity, when any. */
  readonly odd?: readonly [number, number, number];
}

export function histogramToJson(h: NumericHistogram): NumericHistogramJson {
  const k: number[] = [];
  const c: number[] = [];
  forEachBin(h, (key, count) => {
    k.push(key);
    c.push(count);
  });
  const { ordinary, huge } = sumToJson(h.sum);
  return {
    s: binShift(h),
    k,
    c,
    n: h.n,
    sum: ordinary,
    ...(huge.length > 0 && { huge }),
    min: h.n > 0 ? h.min : null,
    max: h.n > 0 ? h.max : null,
    ...(h.nan + h.plusInfinity + h.minusInfinity > 0 && {
      odd: [h.nan, h.plusInfinity, h.minusInfinity] as const,
    }),
  };
}

export function histogramFromJson(json: NumericHistogramJson, cap: number = DEFAULT_BINS): NumericHistogram {
  const bins = emptyBins(json.k.length);
  for (let i = 0; i < json.k.length; i++) addToBin(bins, json.k[i] as number, json.c[i] as number);
  return {
    cap,
    shift: json.s,
    bins,
    n: json.n,
    sum: sumFromJson({ ordinary: json.sum, huge: json.huge ?? [] }),
    min: json.min ?? Infinity,
    max: json.max ?? -Infinity,
    nan: json.odd?.[0] ?? 0,
    plusInfinity: json.odd?.[1] ?? 0,
    minusInfinity: json.odd?.[2] ?? 0,
  };
}
