/** Rows of both sides in the bins of one feature. */
export interface BinShares {
  /** Part of its side's rows in a bin. */
  readonly now: (bin: number) => number;
  readonly before: (bin: number) => number;
  /** The bin whose part has grown most; the first of several. */
  readonly gained: number;
}

/** @param now counts by bin, as `before`; each side has rows */
export function binShares(now: readonly number[], before: readonly number[]): BinShares {
  const shareOf = (counts: readonly number[]) => {
    const rows = counts.reduce((sum, count) => sum + count, 0);
    return (bin: number) => (counts[bin] as number) / rows;
  };
  const [isNow, wasBefore] = [shareOf(now), shareOf(before)];
  const rise = (bin: number) => isNow(bin) - wasBefore(bin);
  let gained = 0;
  for (let bin = 1; bin < now.length; bin++) if (rise(bin) > rise(gained)) gained = bin;
  return { now: isNow, before: wasBefore, gained };
}
