import { stringHash } from './string-hash.js';

/**
 * Counts of categories in 4,096 buckets of hash(value), each with the value of the smallest hash (then smallest string)
 * as its example for display: bounded, and a function of the SET of values only. Two rare categories may share a
 * bucket; at 100 categories the chance that a given one does is 2.4%.
 */
export interface CategoryCounts {
  n: number;
  buckets: Map<number, CategoryBucket>;
}

export interface CategoryBucket {
  count: number;
  example: string;
  /** Hash of the example: decides which value stays the example. */
  hash: number;
}

export const CATEGORY_BUCKETS = 4096;
/** Examples are for people: cut beyond this many UTF-16 units (the hash is of the whole value). */
export const EXAMPLE_LENGTH = 64;

export function emptyCategories(): CategoryCounts {
  return { n: 0, buckets: new Map() };
}

/** @param hash `stringHash` of the value, where somebody knows it already */
export function addCategory(c: CategoryCounts, value: string, hash: number = stringHash(value)): void {
  c.n++;
  addToBucket(c, bucketOfHash(hash), 1, value, hash);
}

export function mergeCategories(into: CategoryCounts, from: CategoryCounts): void {
  into.n += from.n;
  for (const [key, { count, example, hash }] of from.buckets) addToBucket(into, key, count, example, hash);
}

export function bucketOf(value: string): number {
  return bucketOfHash(stringHash(value));
}

/** hash % CATEGORY_BUCKETS, a power of two. */
function bucketOfHash(hash: number): number {
  return hash & (CATEGORY_BUCKETS - 1);
}

function addToBucket(c: CategoryCounts, key: number, count: number, value: string, hash: number): void {
  const bucket = c.buckets.get(key);
  if (bucket === undefined) {
    c.buckets.set(key, { count, example: cut(value), hash });
    return;
  }
  bucket.count += count;
  if (hash > bucket.hash || value === bucket.example) return;
  if (hash < bucket.hash || cut(value) < bucket.example) {
    bucket.example = cut(value);
    bucket.hash = hash;
  }
}

function cut(value: string): string {
  return value.length > EXAMPLE_LENGTH ? value.slice(0, EXAMPLE_LENGTH) : value;
}

/** JSON form, ordered by bucket: `[bucket, count, example, hash of the example]`. */
export type CategoryCountsJson = readonly (readonly [number, number, string, number])[];

export function categoriesToJson(c: CategoryCounts): CategoryCountsJson {
  return [...c.buckets.entries()]
    .sort(([a], [b]) => a - b)
    .map(([key, { count, example, hash }]) => [key, count, example, hash] as const);
}

export function categoriesFromJson(json: CategoryCountsJson): CategoryCounts {
  const c = emptyCategories();
  for (const [key, count, example, hash] of json) {
    c.n += count;
    c.buckets.set(key, { count, example, hash });
  }
  return c;
}
