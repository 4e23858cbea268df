/** Rows and their losses in the bins of one feature; arrays align by bin. */
export interface BinLosses {
  /** Joined rows by bin; weighted rows may be fractions. */
  readonly counts: readonly number[];
  /** Sum of their losses: wrong answers, log losses, absolute errors. At least 0, and 0 where there are no rows. */
  readonly losses: readonly number[];
}

/**
 * What one feature (or one dimension of the segments) knows about a change of a mean loss: the same rows as every other
 * feature, in its own bins, by pane.
 */
export interface FeatureLosses {
  readonly feature: string;
  /** Names of the bins, for people. */
  readonly labels: readonly string[];
  /**
   * Panes of the reference: the like of those in `now` (same hours, same weekdays; weighted by the window's own
   * proportions), so that a Sunday is not explained by being one.
   */
  readonly reference: readonly BinLosses[];
  /** Panes since the onset, of the same width. */
  readonly now: readonly BinLosses[];
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0);
}

/** All panes together. */
export function totalOf(panes: readonly BinLosses[], bins: number): BinLosses {
  const counts = Array.from<number>({ length: bins }).fill(0);
  const losses = Array.from<number>({ length: bins }).fill(0);
  for (const pane of panes) {
    for (let i = 0; i < bins; i++) {
      counts[i] = (counts[i] as number) + (pane.counts[i] as number);
      losses[i] = (losses[i] as number) + (pane.losses[i] as number);
    }
  }
  return { counts, losses };
}

/** The panes without the rows of some bins. */
export function withoutBins(panes: readonly BinLosses[], bins: readonly number[]): BinLosses[] {
  const keep = (x: number, i: number) => (bins.includes(i) ? 0 : x);
  return panes.map(({ counts, losses }) => ({ counts: counts.map(keep), losses: losses.map(keep) }));
}

/**
 * @throws RangeError for counts or losses that are no such, or that do not align with the bins
 */
export function checkBinLosses({ counts, losses }: BinLosses, bins: number, where: string): void {
  if (counts.length !== bins || losses.length !== bins) {
    throw new RangeError(
      `${where}: ${counts.length} counts and ${losses.length} losses for ${bins} bins; give one of each per bin`,
    );
  }
  for (let i = 0; i < bins; i++) {
    const n = counts[i] as number;
    const loss = losses[i] as number;
    if (!(n >= 0 && loss >= 0 && Number.isFinite(n) && Number.isFinite(loss))) {
      throw new RangeError(
        `${where}, bin ${i}: count ${n}, loss ${loss}; both must be finite and at least 0`,
      );
    }
    if (n === 0 && loss > 0) throw new RangeError(`${where}, bin ${i}: a loss of ${loss} without any row`);
  }
}
