import { addToSum, emptySum, mergeSum, sumFromJson, sumToJson, type ExactSum } from './exact-sum.js';
import { floatKey } from './float-key.js';

/**
 * How large the errors of a regression were, by the answer that was given: rows, losses (absolute errors) and squared losses
 * in bins of the answer. Bins are the leading bits of the answer as in `NumericHistogram`, as many as still give at most
 * `MAX_LOSS_BINS` of them, so that the table depends on the SET of rows only. What an estimate of the error without outcomes
 * learns from.
 */
export interface LossBins {
  /** Bits that the keys have lost. */
  shift: number;
  readonly bins: Map<number, LossBin>;
}

export interface LossBin {
  n: number;
  readonly loss: ExactSum;
  readonly squares: ExactSum;
}

export const MAX_LOSS_BINS = 48;

/** Losses count as at most so large: their squares, and sums of them, stay within float64. */
const LARGEST_LOSS = 2 ** 400;

export function emptyLossBins(): LossBins {
  return { shift: 0, bins: new Map() };
}

/** @param answer  finite; @param loss  0 or more, may be Infinity */
export function addLoss(table: LossBins, answer: number, loss: number): void {
  const key = floatKey(answer) >>> table.shift;
  let bin = table.bins.get(key);
  if (bin === undefined) table.bins.set(key, (bin = emptyBin()));
  const kept = Math.min(loss, LARGEST_LOSS);
  bin.n++;
  addToSum(bin.loss, kept);
  addToSum(bin.squares, kept * kept);
  limit(table);
}

export function mergeLossBins(into: LossBins, from: LossBins): void {
  if (from.shift > into.shift) coarsenLossBins(into, from.shift);
  const bits = into.shift - from.shift;
  for (const [key, bin] of from.bins) take(into.bins, key >>> bits, bin);
  limit(into);
}

/** Drops bits of the keys until `shift` of them are lost; bins whose keys become equal merge. */
export function coarsenLossBins(table: LossBins, shift: number): void {
  const bits = shift - table.shift;
  if (bits <= 0) return;
  const before = [...table.bins];
  table.bins.clear();
  table.shift = shift;
  for (const [key, bin] of before) take(table.bins, key >>> bits, bin);
}

function limit(table: LossBins): void {
  while (table.bins.size > MAX_LOSS_BINS) coarsenLossBins(table, table.shift + 1);
}

function take(bins: LossBins['bins'], key: number, { n, loss, squares }: LossBin): void {
  let own = bins.get(key);
  if (own === undefined) bins.set(key, (own = emptyBin()));
  own.n += n;
  mergeSum(own.loss, loss);
  mergeSum(own.squares, squares);
}

function emptyBin(): LossBin {
  return { n: 0, loss: emptySum(), squares: emptySum() };
}

/** JSON form, `[key, n, terms of the losses, terms of their squares]` by key: equal tables have equal bytes. */
export interface LossBinsJson {
  readonly s: number;
  readonly b: readonly (readonly [number, number, readonly number[], readonly number[]])[];
}

export function lossBinsToJson({ shift, bins }: LossBins): LossBinsJson {
  return {
    s: shift,
    b: [...bins]
      .sort(([a], [b]) => a - b)
      .map(
        ([key, { n, loss, squares }]) =>
          [key, n, sumToJson(loss).ordinary, sumToJson(squares).ordinary] as const,
      ),
  };
}

export function lossBinsFromJson({ s, b }: LossBinsJson): LossBins {
  const sum = (ordinary: readonly number[]) => sumFromJson({ ordinary, huge: [] });
  return {
    shift: s,
    bins: new Map(b.map(([key, n, loss, squares]) => [key, { n, loss: sum(loss), squares: sum(squares) }])),
  };
}
