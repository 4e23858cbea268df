/**
 * What is known of a pane that holds a sample of its rows, each standing for a power of two of them (Horvitz and Thompson):
 * its counts and sums are estimates for all rows, unbiased, and say less than so many rows would. null: all rows are there.
 */
export interface Sample {
  /** Rows that are there. */
  readonly kept: number;
  /** Sum of the squares of the rows' weights. */
  readonly squares: number;
}

/** @param rows estimates of the rows in each part */
export function mergedSample(
  a: Sample | null | undefined,
  rowsOfA: number,
  b: Sample | null | undefined,
  rowsOfB: number,
): Sample | null {
  if (!a && !b) return null;
  const [x, y] = [a ?? whole(rowsOfA), b ?? whole(rowsOfB)];
  return { kept: x.kept + y.kept, squares: x.squares + y.squares };
}

/** A pane can stand for more rows than it has. */
export interface Sampled {
  sample: Sample | null;
}

/** How panes of one kind are added up. */
export interface Sampling<Pane extends Sampled> {
  readonly merge: (into: Pane, from: Pane) => void;
  readonly copy: (pane: Pane) => Pane;
  /** Rows, whatever became of them. */
  readonly rows: (pane: Pane) => number;
}

/**
 * Lets every row of a pane without a sample stand for 2^`share` rows. It is doubled `share` times, so whatever panes hold is
 * what it would be had each row come so many times.
 */
export function expand<Pane extends Sampled>(
  pane: Pane,
  share: number,
  { merge, copy, rows }: Sampling<Pane>,
): void {
  const kept = rows(pane);
  if (share === 0 || kept === 0) return;
  for (let i = 0; i < share; i++) merge(pane, copy(pane));
  pane.sample = { kept, squares: kept * 4 ** share };
}

/**
 * How many of the estimated rows say as much as one row that was not sampled: n rows of a sample have the variance of
 * n / `designEffect` rows (Kish, Survey Sampling, 1965). 1 where all rows are there.
 */
export function designEffect(sample: Sample | null | undefined, rows: number): number {
  return sample && rows > 0 ? sample.squares / rows : 1;
}

function whole(rows: number): Sample {
  return { kept: rows, squares: rows };
}
