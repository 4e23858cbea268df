/**
 * What every aggregate is by definition: a function of the list of all values, worked out from that list at once. Slow,
 * and plain enough to be believed; the library's own, which see one value at a time, must write the same bytes.
 */
import {
  CATEGORY_BUCKETS,
  EXAMPLE_LENGTH,
  type CategoryCountsJson,
} from '../../../src/aggregates/category-counts.js';
import type { ExactSumJson } from '../../../src/aggregates/exact-sum.js';
import type { FeatureCountsJson } from '../../../src/aggregates/feature-counts.js';
import { floatKey } from '../../../src/aggregates/float-key.js';
import { DEFAULT_BINS, type NumericHistogramJson } from '../../../src/aggregates/numeric-histogram.js';
import { stringHash } from '../../../src/aggregates/string-hash.js';
import type { ValueLossesJson, LossCellsJson } from '../../../src/aggregates/value-losses.js';
import type { FeatureValue } from '../../../src/events/event.js';
import { exactSumOf } from './exact-reference.js';

export function sumJsonOf(values: readonly number[]): ExactSumJson {
  const huge = values.filter((x) => Math.abs(x) >= 2 ** 900);
  return {
    ordinary: terms(values.filter((x) => Math.abs(x) < 2 ** 900)),
    huge: terms(huge.map((x) => x * 2 ** -128)),
  };
}

/** The sum rounded, what that leaves rounded, and so on until nothing is left; smallest first. */
function terms(values: readonly number[]): number[] {
  const rest = [...values];
  const found: number[] = [];
  for (let term = exactSumOf(rest); term !== 0; term = exactSumOf(rest)) {
    found.unshift(term);
    rest.push(-term);
  }
  return found;
}

export function histogramJsonOf(values: readonly number[], cap: number = DEFAULT_BINS): NumericHistogramJson {
  const real = values.filter(Number.isFinite);
  const odd = [NaN, Infinity, -Infinity].map((x) => values.filter((value) => Object.is(value, x)).length);
  const keys = real.map(floatKey);
  let shift = 0;
  while (new Set(keys.map((key) => key >>> shift)).size > cap) shift++;
  const counts = countsOf(keys.map((key) => key >>> shift));
  const k = [...counts.keys()].sort((a, b) => a - b);
  const { ordinary, huge } = sumJsonOf(real);
  return {
    s: shift,
    k,
    c: k.map((key) => counts.get(key) as number),
    n: real.length,
    sum: ordinary,
    ...(huge.length > 0 && { huge }),
    min: real.length > 0 ? real.reduce((a, b) => Math.min(a, b)) + 0 : null,
    max: real.length > 0 ? real.reduce((a, b) => Math.max(a, b)) + 0 : null,
    ...(odd.some((n) => n > 0) && { odd: odd as [number, number, number] }),
  };
}

export function categoriesJsonOf(values: readonly string[]): CategoryCountsJson {
  const buckets = grouped(values, (value) => stringHash(value) % CATEGORY_BUCKETS);
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([bucket, own]) => {
      const hash = Math.min(...own.map(stringHash));
      const examples = own.filter((value) => stringHash(value) === hash);
      return [
        bucket,
        own.length,
        examples.map((value) => value.slice(0, EXAMPLE_LENGTH)).sort()[0] ?? '',
        hash,
      ];
    });
}

export function featureJsonOf(values: readonly FeatureValue[]): FeatureCountsJson {
  const numbers = values.filter((value) => typeof value === 'number');
  const texts = values.filter((value) => typeof value === 'string' || typeof value === 'boolean').map(String);
  const missing = values.length - numbers.length - texts.length;
  return {
    ...(missing > 0 && { m: missing }),
    ...(numbers.length > 0 && { h: histogramJsonOf(numbers) }),
    ...(texts.length > 0 && { c: categoriesJsonOf(texts) }),
  };
}

/** One feature's value in a joined row, and how wrong the row was. */
export interface JoinedValue {
  readonly value: FeatureValue;
  readonly errors: number;
  /** As the tables add it up: rounded by itself. */
  readonly loss: number;
}

export function valueLossesJsonOf(rows: readonly JoinedValue[]): ValueLossesJson {
  const isFinite = ({ value }: JoinedValue) => typeof value === 'number' && Number.isFinite(value);
  const numbers = rows.filter(isFinite);
  const keyOf = ({ value }: JoinedValue) => floatKey(value as number);
  let shift = 0;
  while (new Set(numbers.map((row) => keyOf(row) >>> shift)).size > 64) shift++;
  const others = rows.filter((row) => !isFinite(row));
  const bucketOf = ({ value }: JoinedValue) =>
    value === null || typeof value === 'number' ? null : stringHash(String(value)) % CATEGORY_BUCKETS;
  const kept = [...new Set(others.map(bucketOf).filter((bucket) => bucket !== null))]
    .sort((a, b) => a - b)
    .slice(0, 256);
  const wordOf = (row: JoinedValue) => {
    const bucket = bucketOf(row);
    return bucket === null ? 0 : kept.includes(bucket) ? bucket + 2 : 1;
  };
  return {
    ...(numbers.length > 0 && { s: shift, h: cellsJsonOf(numbers, (row) => keyOf(row) >>> shift) }),
    ...(others.length > 0 && { c: cellsJsonOf(others, wordOf) }),
  };
}

export function cellsJsonOf(
  rows: readonly JoinedValue[],
  keyOf: (row: JoinedValue) => number,
): LossCellsJson {
  const cells = [...grouped(rows, keyOf)]
    .sort(([a], [b]) => a - b)
    .map(([key, own]) => {
      const { ordinary, huge } = sumJsonOf(own.map(({ loss }) => loss));
      const errors = own.filter((row) => row.errors > 0).length;
      const plain = ordinary.length < 2 && huge.length === 0;
      return { key, n: own.length, errors, ordinary, huge, plain, loss: plain ? (ordinary[0] ?? 0) : 0 };
    });
  const exact = cells.flatMap(({ plain, ordinary, huge }, i) =>
    plain ? [] : [[i, ordinary, huge] as const],
  );
  return {
    k: cells.map(({ key }, i) => key - (cells[i - 1]?.key ?? 0)),
    n: cells.map(({ n }) => n),
    ...(cells.some(({ errors }) => errors > 0) && { e: cells.map(({ errors }) => errors) }),
    ...(cells.some(({ errors, loss, plain }) => !plain || errors !== loss) && {
      l: cells.map(({ loss }) => loss * 65536),
    }),
    ...(exact.length > 0 && { x: exact }),
  };
}

export function countsOf<K>(items: readonly K[]): Map<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Of the names, the `most` with the smallest hash; as an object, ordered by name. */
export function limited<V>(entries: Iterable<readonly [string, V]>, most: number): Record<string, V> {
  return Object.fromEntries(
    [...entries]
      .sort(([a], [b]) => stringHash(a) - stringHash(b) || (a < b ? -1 : 1))
      .slice(0, most)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What stands under each name in any of the records. */
export function byName<V>(
  records: readonly (Readonly<Record<string, V>> | undefined)[],
): Map<string, readonly V[]> {
  const entries = records.flatMap((record) => Object.entries(record ?? {}));
  return new Map(
    [...grouped(entries, ([name]) => name)].map(([name, own]) => [name, own.map(([, value]) => value)]),
  );
}

function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own) own.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
