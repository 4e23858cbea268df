import { bucketOf } from '../aggregates/category-counts.js';
import { featureTotal, type FeatureCounts } from '../aggregates/feature-counts.js';
import { sortedBins } from '../aggregates/numeric-histogram.js';
import type { FeatureValue } from '../events/event.js';

/**
 * The bins in which one stream is compared with its reference: made from the reference's own quantiles (numbers) or its
 * most frequent categories, always with a bin for missing values. Counts of a pane in these bins align by index.
 */
export type Bins =
  | {
      readonly kind: 'numeric';
      /**
       * Ascending, from the reference's smallest value to just above its largest (measured quantities: a tenth of the
       * range further on both sides); bin i is [edges[i-1], edges[i]), so the
       * first and the last hold what the reference never had. Then: missing or not finite; text.
       */
      readonly edges: readonly number[];
    }
  | {
      readonly kind: 'categorical';
      /** Hash buckets with a bin of their own, and their names. Then: other; missing; numbers. */
      readonly buckets: readonly number[];
      readonly names: readonly string[];
    };

export const NUMERIC_BINS = 20;
/** Up to so many distinct values each get a bin (hours, weekdays, grades). */
export const DISTINCT_VALUES = 32;
export const CATEGORY_BINS = 30;
/** Part of the reference's range by which a measured value may leave it and still be of its kind. */
const RANGE_MARGIN = 0.1;

/** The type is decided here, by majority of the reference's values. null for a feature without any value. */
export function binsOf(reference: FeatureCounts): Bins | null {
  const numbers = reference.numeric?.n ?? 0;
  const words = reference.categories?.n ?? 0;
  if (numbers + words === 0) return null;
  return numbers >= words ? numericBins(reference) : categoricalBins(reference);
}

function numericBins(reference: FeatureCounts): Bins {
  const bins = sortedBins(reference.numeric as NonNullable<FeatureCounts['numeric']>);
  const first = bins[0]?.low ?? 0;
  const end = bins.at(-1)?.high ?? 0;
  if (bins.length <= DISTINCT_VALUES) {
    // An edge between two values lies half-way, so that a pane of another resolution falls on the same side.
    const between = bins.slice(1).map(({ low }, i) => halfway(bins[i]?.low ?? 0, low));
    return { kind: 'numeric', edges: [first, ...between, end] };
  }
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const edges: number[] = [];
  let seen = 0;
  let next = total / NUMERIC_BINS;
  bins.forEach(({ high, count }, i) => {
    seen += count;
    if (seen < next || i === bins.length - 1) return;
    edges.push(high);
    while (next <= seen) next += total / NUMERIC_BINS;
  });
  // A little beyond what was seen is not a value of another kind: the smallest of a calmer season is smaller.
  const margin = RANGE_MARGIN * (end - first);
  return { kind: 'numeric', edges: [first - margin, ...edges, end + margin] };
}

function categoricalBins(reference: FeatureCounts): Bins {
  const top = [...(reference.categories?.buckets ?? [])]
    .sort(([a, x], [b, y]) => y.count - x.count || a - b)
    .slice(0, CATEGORY_BINS)
    .sort(([, x], [, y]) => (x.example < y.example ? -1 : 1));
  return {
    kind: 'categorical',
    buckets: top.map(([bucket]) => bucket),
    names: top.map(([, { example }]) => example),
  };
}

function halfway(a: number, b: number): number {
  const middle = (a + b) / 2;
  // Only values of more than half the range of float64 add up to more than it holds.
  return Number.isFinite(middle) ? middle : a / 2 + b / 2;
}

export function binCount(bins: Bins): number {
  return bins.kind === 'numeric' ? bins.edges.length + 3 : bins.buckets.length + 3;
}

/** Bins whose values the reference (almost) never had: beyond its range, or of another type. */
export function unseenBins(bins: Bins): number[] {
  return bins.kind === 'numeric' ? [0, bins.edges.length, bins.edges.length + 2] : [bins.buckets.length + 2];
}

/** Bins of values that are broken, and not only elsewhere. */
export function faultBins(bins: Bins): { readonly missing: number; readonly otherType: number } {
  const missing = bins.kind === 'numeric' ? bins.edges.length + 1 : bins.buckets.length + 1;
  return { missing, otherType: missing + 1 };
}

/** Counts of one pane's feature in the reference's bins; they sum to the number of its values. */
export function countsIn(bins: Bins, feature: FeatureCounts | undefined): number[] {
  const counts = Array.from<number>({ length: binCount(bins) }).fill(0);
  if (!feature) return counts;
  const add = (i: number, n: number) => {
    counts[i] = (counts[i] as number) + n;
  };
  const h = feature.numeric;
  if (bins.kind === 'numeric') {
    const missing = bins.edges.length + 1;
    add(missing, feature.missing + (h ? h.nan + h.plusInfinity + h.minusInfinity : 0));
    add(missing + 1, feature.categories?.n ?? 0);
    if (h)
      for (const { low, high, count } of sortedBins(h)) add(indexOf(bins.edges, low / 2 + high / 2), count);
    return counts;
  }
  const other = bins.buckets.length;
  for (const [bucket, { count }] of feature.categories?.buckets ?? []) {
    const i = bins.buckets.indexOf(bucket);
    add(i < 0 ? other : i, count);
  }
  add(other + 1, feature.missing);
  add(other + 2, h ? featureTotal({ missing: 0, numeric: h, categories: null }) : 0);
  return counts;
}

/** The bin of one value. */
export function binOf(bins: Bins, value: FeatureValue): number {
  const { missing, otherType } = faultBins(bins);
  const isNumber = typeof value === 'number';
  if (value === null || (isNumber && !Number.isFinite(value)))
    return bins.kind === 'numeric' || !isNumber ? missing : otherType;
  if (bins.kind === 'numeric') return isNumber ? indexOf(bins.edges, value) : otherType;
  if (isNumber) return otherType;
  const own = bins.buckets.indexOf(bucketOf(String(value)));
  return own < 0 ? bins.buckets.length : own;
}

/** Name of a bin for people. */
export function binName(bins: Bins, i: number): string {
  if (bins.kind === 'categorical') {
    return bins.names[i] ?? (['other values', 'missing', 'numbers'][i - bins.names.length] as string);
  }
  const { edges } = bins;
  if (i === edges.length + 1) return 'missing';
  if (i === edges.length + 2) return 'text';
  if (i === 0) return `below ${short(edges, 0)}`;
  if (i === edges.length) return `${short(edges, i - 1)} and more`;
  return `${short(edges, i - 1)} to ${short(edges, i)}`;
}

/** An edge in three digits, or in as many as tell all edges apart (years, epochs, Kelvin). */
function short(edges: readonly number[], i: number): string {
  let digits = 3;
  const at = (edge: number) => String(Number(edge.toPrecision(digits)));
  while (digits < 17 && edges.some((edge, i) => i > 0 && at(edge) === at(edges[i - 1] as number))) digits++;
  return at(edges[i] as number);
}

function indexOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < (edges[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
