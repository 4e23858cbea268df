import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  sumValue,
  type ExactSum,
} from './exact-sum.js';
import { binHigh, binLow, floatKey } from './float-key.js';

/**
 * A histogram of float64 values that needs no range and depends on the SET of values only.
 *
 * Bins are the leading bits of the value (`float-key.ts`). While more than `cap` bins are occupied, all keys lose one
 * bit and neighbours merge; merging two histograms takes the coarser of both, then coarsens again. The result is the
 * finest resolution at which the union fits: a commutative monoid. Integers below 2^21 stay exact while they fit.
 */
export interface NumericHistogram {
  /** Bits dropped from the finest key. */
  shift: number;
  /** Bin key -> count. */
  bins: Map<number, number>;
  /** Finite values. */
  n: number;
  sum: ExactSum;
  /** Of the finite values; Infinity and -Infinity while there is none. */
  min: number;
  max: number;
  nan: number;
  plusInfinity: number;
  minusInfinity: number;
}

/** At 512 bins at most 3% of a normal distribution falls into one bin. A cap is at least 2: one bin a sign. */
export const DEFAULT_BINS = 512;

export function emptyHistogram(): NumericHistogram {
  return {
    shift: 0,
    bins: new Map(),
    n: 0,
    sum: emptySum(),
    min: Infinity,
    max: -Infinity,
    nan: 0,
    plusInfinity: 0,
    minusInfinity: 0,
  };
}

export function addToHistogram(h: NumericHistogram, value: number, cap: number = DEFAULT_BINS): void {
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
  const key = floatKey(value) >>> h.shift;
  const count = h.bins.get(key);
  if (count !== undefined) {
    h.bins.set(key, count + 1);
    return;
  }
  h.bins.set(key, 1);
  if (h.bins.size > cap) coarsen(h, cap);
}

export function mergeHistogram(
  into: NumericHistogram,
  from: NumericHistogram,
  cap: number = DEFAULT_BINS,
): void {
  into.n += from.n;
  into.nan += from.nan;
  into.plusInfinity += from.plusInfinity;
  into.minusInfinity += from.minusInfinity;
  mergeSum(into.sum, from.sum);
  if (from.min < into.min) into.min = from.min;
  if (from.max > into.max) into.max = from.max;
  while (into.shift < from.shift) halve(into);
  const drop = into.shift - from.shift;
  for (const [key, count] of from.bins) {
    const k = key >>> drop;
    into.bins.set(k, (into.bins.get(k) ?? 0) + count);
  }
  if (into.bins.size > cap) coarsen(into, cap);
}

/** Mean of the finite values; null while there is none. */
export function histogramMean(h: NumericHistogram): number | null {
  return h.n === 0 ? null : sumValue(h.sum) / h.n;
}

/** Bins in ascending order of value: `[low, high)` and count. O(b log b). */
export function sortedBins(h: NumericHistogram): { low: number; high: number; count: number }[] {
  return [...h.bins.entries()]
    .sort(([a], [b]) => a - b)
    .map(([key, count]) => ({ low: binLow(key, h.shift), high: binHigh(key, h.shift), count }));
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

function coarsen(h: NumericHistogram, cap: number): void {
  while (h.bins.size > cap) halve(h);
}

function halve(h: NumericHistogram): void {
  const merged = new Map<number, number>();
  for (const [key, count] of h.bins) {
    const k = key >>> 1;
    merged.set(k, (merged.get(k) ?? 0) + count);
  }
  h.bins = merged;
  h.shift++;
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
  const entries = [...h.bins.entries()].sort(([a], [b]) => a - b);
  const { ordinary, huge } = sumToJson(h.sum);
  return {
    s: h.shift,
    k: entries.map(([key]) => key),
    c: entries.map(([, count]) => count),
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

export function histogramFromJson(json: NumericHistogramJson): NumericHistogram {
  const bins = new Map<number, number>();
  for (let i = 0; i < json.k.length; i++) bins.set(json.k[i] as number, json.c[i] as number);
  return {
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
