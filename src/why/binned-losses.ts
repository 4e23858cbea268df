/** Joined rows of one pane, wrong ones and their loss; losses in units of 2^-16, so that those of classifiers are whole. */
export interface RowsAndLoss {
  readonly rows: number;
  readonly errors: number;
  readonly loss: number;
}

/** The same by bin; arrays align. */
export interface BinnedLosses {
  readonly rows: number[];
  readonly errors: number[];
  readonly losses: number[];
}

export function emptyBinned(bins: number): BinnedLosses {
  const zeros = () => Array.from<number>({ length: bins }).fill(0);
  return { rows: zeros(), errors: zeros(), losses: zeros() };
}
