/** What panes hold of a list of values, straight from the definitions (src/aggregates has the incremental forms). */
import type { CategoryCountsJson } from '../../src/aggregates/category-counts.js';
import type { FeatureCountsJson } from '../../src/aggregates/feature-counts.js';
import type { NumericHistogramJson } from '../../src/aggregates/numeric-histogram.js';
import type { ValueLossesJson, LossCellsJson } from '../../src/aggregates/value-losses.js';
import { exactSum } from './exact.js';
import { ndcg } from './lists.js';
import type { JoinedValue } from './pane-values.js';

const BINS = 512;
const BUCKETS = 4096;
const EXAMPLE = 64;

const view = new DataView(new ArrayBuffer(8));

/** The leading 32 bits of a float64, turned so that they order as the values do; -0 is 0. */
export function floatKey(x: number): number {
  view.setFloat64(0, x + 0);
  const bits = view.getUint32(0);
  return bits >= 2 ** 31 ? 2 ** 32 - 1 - bits : 2 ** 31 + bits;
}

/** Bins of the leading bits, as many as still give at most 512 different ones. */
export function histogram(values: readonly number[]): NumericHistogramJson {
  const finite = values.filter((x) => Number.isFinite(x));
  const keys = finite.map(floatKey);
  const keysAt = (shift: number) => keys.map((key) => Math.floor(key / 2 ** shift));
  let shift = 0;
  while (new Set(keysAt(shift)).size > BINS) shift++;
  const bins = countBy(keysAt(shift)).sort(([a], [b]) => a - b);
  const odd = [NaN, Infinity, -Infinity].map((kind) => values.filter((x) => Object.is(x, kind)).length);
  const { ordinary, huge } = exactSum(finite);
  return {
    s: shift,
    k: bins.map(([key]) => key),
    c: bins.map(([, n]) => n),
    n: finite.length,
    sum: ordinary,
    ...(huge.length > 0 && { huge }),
    min: finite.length > 0 ? finite.reduce((a, b) => Math.min(a, b)) + 0 : null,
    max: finite.length > 0 ? finite.reduce((a, b) => Math.max(a, b)) + 0 : null,
    ...(odd.some((n) => n > 0) && { odd: odd as [number, number, number] }),
  };
}

/** Counts in 4,096 buckets of the hash, each with the value of the smallest hash in it. */
export function categories(values: readonly string[]): CategoryCountsJson {
  const hashed = values.map((value) => ({ hash: stringHash(value), example: value.slice(0, EXAMPLE) }));
  return countBy(hashed.map(({ hash }) => hash % BUCKETS))
    .sort(([a], [b]) => a - b)
    .map(([bucket, n]) => {
      const [first] = hashed
        .filter(({ hash }) => hash % BUCKETS === bucket)
        .sort((a, b) => a.hash - b.hash || (a.example < b.example ? -1 : 1));
      const { example, hash } = first as (typeof hashed)[number];
      return [bucket, n, example, hash] as const;
    });
}

/** A feature's values by their type; null is a missing one. */
export function feature(numbers: readonly number[], words: readonly (string | null)[]): FeatureCountsJson {
  const texts = words.filter((word) => word !== null);
  const missing = words.length - texts.length;
  return {
    ...(missing > 0 && { m: missing }),
    ...(numbers.length > 0 && { h: histogram(numbers) }),
    ...(texts.length > 0 && { c: categories(texts) }),
  };
}

const LOSS_BINS = 64;
const LOSS_CATEGORIES = 256;

/** Rows, wrong ones and losses of one feature: numbers by their leading bits, the rest by bucket of the hash. */
export function valueLosses(rows: readonly JoinedValue[]): ValueLossesJson {
  const numbers = rows.filter(({ x }) => x !== null);
  const others = rows.filter(({ x }) => x === null);
  const bin = ({ x }: JoinedValue, shift: number) => Math.floor(floatKey(x as number) / 2 ** shift);
  let shift = 0;
  while (new Set(numbers.map((row) => bin(row, shift))).size > LOSS_BINS) shift++;
  const bucket = ({ text }: JoinedValue) => stringHash(text as string) % BUCKETS;
  const lowest = [...new Set(others.filter(({ text }) => text !== null).map(bucket))]
    .sort((a, b) => a - b)
    .slice(0, LOSS_CATEGORIES);
  // 0 a missing value, 1 a bucket beyond the limit, then the buckets.
  const place = (row: JoinedValue) =>
    row.text === null ? 0 : lowest.includes(bucket(row)) ? bucket(row) + 2 : 1;
  return {
    ...(numbers.length > 0 && { s: shift, h: lossCells(numbers, (row) => bin(row, shift)) }),
    ...(others.length > 0 && { c: lossCells(others, place) }),
  };
}

export function lossCells(
  rows: readonly JoinedValue[],
  placeOf: (row: JoinedValue) => number,
): LossCellsJson {
  const places = rows.map(placeOf);
  const keys = [...new Set(places)].sort((a, b) => a - b);
  const cells = keys.map((key) => rows.filter((_, i) => places[i] === key));
  const errors = cells.map(
    (own) => own.filter(({ hit, places }) => hit === false || places?.startsWith('/')).length,
  );
  const sums = cells.map((own) => exactSum(own.map(lossOf)));
  const isShort = sums.map(({ ordinary, huge }) => ordinary.length < 2 && huge.length === 0);
  const losses = sums.map(({ ordinary }, i) => (isShort[i] ? (ordinary[0] ?? 0) : 0));
  const long = sums.map(({ ordinary, huge }, i) => [i, ordinary, huge] as const).filter(([i]) => !isShort[i]);
  return {
    k: keys.map((key, i) => key - (keys[i - 1] ?? 0)),
    n: cells.map((own) => own.length),
    ...(errors.some((n) => n > 0) && { e: errors }),
    ...((long.length > 0 || losses.some((loss, i) => loss !== errors[i])) && {
      l: losses.map((loss) => loss * 2 ** 16),
    }),
    ...(long.length > 0 && { x: long }),
  };
}

/** Errors in 24 bits, log losses and what NDCG lacks in steps of 2^-16; where there is neither, 1 for a wrong answer. */
function lossOf({ error, hit, p, places }: JoinedValue): number {
  if (places !== null) return Math.round(Math.max(0, 1 - ndcg(places, 10)) * 2 ** 16) / 2 ** 16;
  if (error !== null) {
    const size = Math.min(Math.abs(error), Number.MAX_VALUE);
    const short = Math.fround(size);
    return short >= 2 ** -126 && short <= 3.5e38 ? short : size;
  }
  return p === null ? Number(hit === false) : Math.round(-Math.log(p) * 2 ** 16) / 2 ** 16;
}

export function countBy<K>(keys: readonly K[]): [K, number][] {
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts];
}

/** FNV-1a over the bytes of the UTF-16 units, low byte first, finished as MurmurHash3 does; modulo 2^32. */
function stringHash(text: string): number {
  const times = (a: bigint, b: bigint) => (a * b) % 2n ** 32n;
  let h = 0x811c9dc5n;
  for (const byte of Buffer.from(text, 'utf16le')) h = times(h ^ BigInt(byte), 0x01000193n);
  h = times(h ^ (h >> 16n), 0x85ebca6bn);
  h = times(h ^ (h >> 13n), 0xc2b2ae35n);
  return Number(h ^ (h >> 16n));
}
