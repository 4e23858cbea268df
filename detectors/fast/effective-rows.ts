/**
 * How many independent rows one pane is worth. Rows of one pane share their day: its shares move from day to day by
 * more than drawing n rows explains, c (1 - c) (1/n + (1 - 1/n) spread) in all. So a pane of any size is worth at most
 * 1 / spread rows.
 */

/** Finer than this nobody knows a stream; the incomplete beta function is exact up to here as well. */
const MOST_ROWS = 100_000;

export function effectiveRows(n: number, spread: number): number {
  return Math.min(MOST_ROWS, 1 / (1 / n + (1 - 1 / n) * spread));
}

/**
 * Spread by moments, from 0 to 1.
 * @param excess sum over reference panes of (share - centre)^2 - c (1 - c) / n
 * @param whole sum over them of c (1 - c) (1 - 1/n)
 * @param units behind the centres, where those were fitted on the same panes
 */
export function spreadOf(excess: number, whole: number, units?: number): number {
  if (!(whole > 0)) return 0;
  const unbiased = units === undefined ? 1 : units / Math.max(1, units - 1);
  return Math.min(1, Math.max(0, (excess / whole) * unbiased));
}
