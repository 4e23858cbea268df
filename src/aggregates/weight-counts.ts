import type { NumbersByName } from '../events/rows/row.js';
import { keepAboutBottomK, keepBottomK } from './bottom-k.js';

/**
 * With which weights the scores of several objectives went into the answers. Bounded: of a model with weights for each
 * request the same ones stay whoever came first (`keepBottomK`), and `rows` says how many there were.
 */
export interface WeightCounts {
  /** Rows that have weights. */
  rows: number;
  /** Of them, those of one text (`weightsText`). */
  readonly by: Map<string, number>;
}

export interface WeightCountsJson {
  readonly rows: number;
  readonly by: Readonly<Record<string, number>>;
}

export const MAX_WEIGHTS = 32;

export function emptyWeightCounts(): WeightCounts {
  return { rows: 0, by: new Map() };
}

export function addWeights(counts: WeightCounts, weights: NumbersByName): void {
  counts.rows++;
  const text = weightsText(weights);
  const before = counts.by.get(text);
  counts.by.set(text, (before ?? 0) + 1);
  if (before === undefined) keepAboutBottomK(counts.by, MAX_WEIGHTS);
}

export function mergeWeights(into: WeightCounts, from: WeightCounts): void {
  if (from.rows === 0) return;
  into.rows += from.rows;
  for (const [text, n] of from.by) into.by.set(text, (into.by.get(text) ?? 0) + n);
  keepBottomK(into.by, MAX_WEIGHTS);
}

/** Ordered by text. */
export function weightCountsToJson({ rows, by }: WeightCounts): WeightCountsJson {
  keepBottomK(by, MAX_WEIGHTS);
  return { rows, by: Object.fromEntries([...by].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

export function weightCountsFromJson({ rows, by }: WeightCountsJson): WeightCounts {
  return { rows, by: new Map(Object.entries(by)) };
}

interface Known {
  readonly values: Float64Array;
  readonly text: string;
}

/** The last text of each list of names: weights are nearly always those of the row before. */
const last = new WeakMap<readonly string[], Known>();

/** JSON of the weights, `[name, weight]` in the order of the names; a weight of 0 is none. */
export function weightsText({ names, values }: NumbersByName): string {
  const known = last.get(names);
  if (known !== undefined && isSame(known.values, values)) return known.text;
  const text = JSON.stringify(
    names
      .map((name, i) => [name, values[i] as number] as const)
      .filter(([, weight]) => weight !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  last.set(names, { values: values.slice(0, names.length), text });
  return text;
}

/** What a text says. */
export function weightsOfText(text: string): Readonly<Record<string, number>> {
  return Object.fromEntries(JSON.parse(text) as [string, number][]);
}

function isSame(known: Float64Array, values: Float64Array): boolean {
  for (let i = 0; i < known.length; i++) if (known[i] !== values[i]) return false;
  return true;
}
