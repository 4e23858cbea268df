/**
 * How many independent rows one pane is worth. Rows of one pane share their day: its shares move from day to day by
 * more than drawing n rows explains, c (1 - c) (1/n + (1 - 1/n) spread) in all. So a pane of any size is worth at most
 * 1 / spread rows, and at most as many as are known of the centre that it is held against: three weeks of two rows an
 * hour do not become truer because live panes are a hundred times as large.
 */

/** Finer than this nobody knows a stream; the incomplete beta function is exact up to here as well. */
const MOST_ROWS = 100_000;

/** @param known rows that the centre is worth */
export function effectiveRows(n: number, spread: number, known = Infinity): number {
  return Math.min(MOST_ROWS, 1 / (1 / n + (1 - 1 / n) * spread + 1 / known));
}

/** Sums of squared distances of shares from their centres; c (1 - c) is the variance of one row. */
export interface SpreadMoments {
  /** Of what drawing rows does not explain: (share - centre)^2 - c (1 - c) / n. */
  excess: number;
  /** What `excess` would be at a spread of 1: c (1 - c) (1 - 1/n). */
  whole: number;
  /** Variance of `excess` where drawing rows explains everything: 2 (c (1 - c) / n)^2. */
  noise: number;
}

export function noMoments(): SpreadMoments {
  return { excess: 0, whole: 0, noise: 0 };
}

/**
 * Spread by moments, from 0 to 1.
 * @param units behind the centres, where those were fitted on the same panes
 */
export function spreadOf({ excess, whole }: SpreadMoments, units?: number): number {
  if (!(whole > 0)) return 0;
  const unbiased = units === undefined ? 1 : units / Math.max(1, units - 1);
  return Math.min(1, Math.max(0, (excess / whole) * unbiased));
}

/** One standard error of it: so much a stream may move although it seems steady. */
export function spreadError({ whole, noise }: SpreadMoments): number {
  return whole > 0 ? Math.sqrt(noise) / whole : 0;
}
