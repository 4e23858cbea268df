import type { FeatureValue } from '../events/event.js';
import { MISSING, NUMBER, type FeatureColumns } from '../events/rows/row.js';
import {
  addCategory,
  categoriesFromJson,
  categoriesToJson,
  emptyCategories,
  mergeCategories,
  type CategoryCounts,
  type CategoryCountsJson,
} from './category-counts.js';
import {
  addToHistogram,
  emptyHistogram,
  histogramFromJson,
  histogramToJson,
  mergeHistogram,
  type NumericHistogram,
  type NumericHistogramJson,
} from './numeric-histogram.js';
import { stringHash } from './string-hash.js';

/**
 * One feature in one pane. Values are aggregated by their JSON type, several of which may occur: the feature's type is
 * decided when a reference is made, never by who came first.
 */
export interface FeatureCounts {
  missing: number;
  numeric: NumericHistogram | null;
  categories: CategoryCounts | null;
}

export function emptyFeature(): FeatureCounts {
  return { missing: 0, numeric: null, categories: null };
}

export function addFeature(f: FeatureCounts, value: FeatureValue): void {
  if (typeof value === 'number') addNumberTo(f, value);
  else if (value === null) f.missing++;
  else addCategoryTo(f, String(value), stringHash(String(value)));
}

/** Adds entry `i` of a row. */
export function addFeatureAt(f: FeatureCounts, columns: FeatureColumns, i: number): void {
  const kind = columns.kinds[i];
  if (kind === NUMBER) addNumberTo(f, columns.numbers[i] as number);
  else if (kind === MISSING) f.missing++;
  else addCategoryTo(f, columns.texts[i] as string, columns.textHashes[i] as number);
}

export function addNumberTo(f: FeatureCounts, value: number): void {
  addToHistogram((f.numeric ??= emptyHistogram()), value);
}

/** @param hash `stringHash` of the value */
export function addCategoryTo(f: FeatureCounts, value: string, hash: number): void {
  addCategory((f.categories ??= emptyCategories()), value, hash);
}

export function mergeFeature(into: FeatureCounts, from: FeatureCounts): void {
  into.missing += from.missing;
  if (from.numeric) mergeHistogram((into.numeric ??= emptyHistogram()), from.numeric);
  if (from.categories) mergeCategories((into.categories ??= emptyCategories()), from.categories);
}

/** Values seen, missing ones included. */
export function featureTotal(f: FeatureCounts): number {
  const h = f.numeric;
  return f.missing + (h ? h.n + h.nan + h.plusInfinity + h.minusInfinity : 0) + (f.categories?.n ?? 0);
}

export type FeatureType = 'numeric' | 'categorical' | 'mixed' | 'empty';

export function featureType(f: FeatureCounts): FeatureType {
  if (f.numeric && f.categories) return 'mixed';
  if (f.numeric) return 'numeric';
  return f.categories ? 'categorical' : 'empty';
}

export interface FeatureCountsJson {
  readonly m?: number;
  readonly h?: NumericHistogramJson;
  readonly c?: CategoryCountsJson;
}

export function featureToJson(f: FeatureCounts): FeatureCountsJson {
  return {
    ...(f.missing > 0 && { m: f.missing }),
    ...(f.numeric && { h: histogramToJson(f.numeric) }),
    ...(f.categories && { c: categoriesToJson(f.categories) }),
  };
}

export function featureFromJson(json: FeatureCountsJson): FeatureCounts {
  return {
    missing: json.m ?? 0,
    numeric: json.h ? histogramFromJson(json.h) : null,
    categories: json.c ? categoriesFromJson(json.c) : null,
  };
}

/** Merges maps of features name by name. */
export function mergeFeatures(
  into: Map<string, FeatureCounts>,
  from: ReadonlyMap<string, FeatureCounts>,
): void {
  for (const [name, feature] of from) {
    const own = into.get(name);
    if (own) mergeFeature(own, feature);
    else {
      const copy = emptyFeature();
      mergeFeature(copy, feature);
      into.set(name, copy);
    }
  }
}

export function featuresToJson(
  features: ReadonlyMap<string, FeatureCounts>,
): Record<string, FeatureCountsJson> {
  return Object.fromEntries(
    [...features.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, f]) => [name, featureToJson(f)]),
  );
}

export function featuresFromJson(
  json: Readonly<Record<string, FeatureCountsJson>>,
): Map<string, FeatureCounts> {
  return new Map(Object.entries(json).map(([name, f]) => [name, featureFromJson(f)]));
}
