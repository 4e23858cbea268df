import { checkBinLosses, sumOf, type BinLosses } from './feature-losses.js';

/** One bin's part in the change of the mean loss. */
export interface BinSplit {
  readonly bin: number;
  /** Share of the rows, before and now. */
  readonly shareBefore: number;
  readonly shareNow: number;
  /** Mean loss; null where there are no rows. */
  readonly rateBefore: number | null;
  readonly rateNow: number | null;
  /** The reference has no row of this bin: its rows count as concept, held against the reference's overall mean. */
  readonly unseen: boolean;
  readonly mix: number;
  readonly concept: number;
}

/** The change of a mean loss, in the loss's own unit: `delta` = `mix` + `concept`, the sums over the bins. */
export interface MixConcept {
  readonly before: number;
  readonly now: number;
  readonly delta: number;
  /** What other shares of the bins do, each bin at the loss that it had: sum (p' - p) (r - R). */
  readonly mix: number;
  /** What other losses inside the bins do, at the shares of now: sum p' (r' - r). */
  readonly concept: number;
  readonly bins: readonly BinSplit[];
}

/**
 * Splits the change of a mean loss exactly into mix and concept over the bins of one feature. Each feature explains the
 * SAME change again: never add up over features. The shares are centred by the reference's mean R, which leaves the sum as
 * it is, since shares sum to 1, and makes a bin's mix mean something: more rows of a bin that is better than the mean help.
 * O(bins).
 *
 * @throws RangeError when a side has no rows (there is nothing to compare), or when counts and losses do not fit
 *
 * @example
 *   mixAndConcept({ counts: [90, 10], losses: [9, 5] }, { counts: [80, 20], losses: [8, 12] })
 *   // before .14, now .2: .04 from the mix, .02 from the second bin doing worse
 */
export function mixAndConcept(before: BinLosses, now: BinLosses): MixConcept {
  const bins = before.counts.length;
  checkBinLosses(before, bins, 'the reference');
  checkBinLosses(now, bins, 'the panes of now');
  const nBefore = rowsOf(before, 'the reference');
  const nNow = rowsOf(now, 'the panes of now');
  const meanBefore = sumOf(before.losses) / nBefore;
  const meanNow = sumOf(now.losses) / nNow;
  const splits = before.counts.map((n, bin): BinSplit => {
    const shareBefore = n / nBefore;
    const shareNow = (now.counts[bin] as number) / nNow;
    const rateBefore = rateIn(before, bin);
    const rateNow = rateIn(now, bin);
    const held = rateBefore ?? meanBefore;
    return {
      bin,
      shareBefore,
      shareNow,
      rateBefore,
      rateNow,
      unseen: rateBefore === null && rateNow !== null,
      mix: (shareNow - shareBefore) * (held - meanBefore),
      concept: rateNow === null ? 0 : shareNow * (rateNow - held),
    };
  });
  return {
    before: meanBefore,
    now: meanNow,
    delta: meanNow - meanBefore,
    mix: sumOf(splits.map(({ mix }) => mix)),
    concept: sumOf(splits.map(({ concept }) => concept)),
    bins: splits,
  };
}

function rowsOf(side: BinLosses, where: string): number {
  const n = sumOf(side.counts);
  if (n === 0) throw new RangeError(`no rows in ${where}: a change needs rows on both sides`);
  if (!Number.isFinite(n) || !Number.isFinite(sumOf(side.losses))) {
    throw new RangeError(`${where}: the sum of counts or losses is beyond the range of numbers`);
  }
  return n;
}

function rateIn({ counts, losses }: BinLosses, bin: number): number | null {
  const n = counts[bin] as number;
  return n > 0 ? (losses[bin] as number) / n : null;
}
