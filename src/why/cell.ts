import { sumOf, type BinLosses } from './feature-losses.js';

/** Rows and their loss, in a cell (the rows of one bin of one feature) or outside it. */
interface Total {
  readonly n: number;
  readonly loss: number;
}

/** A change of the mean loss, told by one cell and the rest: `mix` + `concept` + `rest` is the change, exactly. */
export interface CellSplit {
  /** Share of the cell, before and now. */
  readonly shareBefore: number;
  readonly shareNow: number;
  readonly unseen: boolean;
  /** (c' - c) (r_cell - r_rest): more or fewer rows of the cell instead of the rest, at the losses of the reference. */
  readonly mix: number;
  /** c' (r'_cell - r_cell): the cell's own rows lose more or less. */
  readonly concept: number;
  /** (1 - c') (r'_rest - r_rest): what is left to explain, in the rows outside the cell. */
  readonly rest: number;
  /** Change of the mean loss of the cell's rows, and of the others': is the cell's change one of its own? */
  readonly changeInside: number;
  readonly changeOutside: number;
}

/** Where the reference has no rows inside (or outside), its overall mean stands for theirs. Both sides have rows. */
export function splitByCell(before: BinLosses, now: BinLosses, bin: number): CellSplit {
  const old = inAndOut(before, bin);
  const recent = inAndOut(now, bin);
  const mean = (old.inside.loss + old.outside.loss) / (old.inside.n + old.outside.n);
  const shareBefore = old.inside.n / (old.inside.n + old.outside.n);
  const shareNow = recent.inside.n / (recent.inside.n + recent.outside.n);
  const rate = old.inside.n > 0 ? old.inside.loss / old.inside.n : mean;
  const rateOutside = old.outside.n > 0 ? old.outside.loss / old.outside.n : mean;
  const changeInside = recent.inside.n > 0 ? recent.inside.loss / recent.inside.n - rate : 0;
  const changeOutside = recent.outside.n > 0 ? recent.outside.loss / recent.outside.n - rateOutside : 0;
  return {
    shareBefore,
    shareNow,
    unseen: old.inside.n === 0,
    mix: (shareNow - shareBefore) * (rate - rateOutside),
    concept: shareNow * changeInside,
    rest: (1 - shareNow) * changeOutside,
    changeInside,
    changeOutside,
  };
}

/** Ordinary variation of a cell from pane to pane: standard deviations in the loss's own unit. */
export interface CellVariation {
  readonly mix: number;
  readonly concept: number;
  /**
   * Of `changeInside` - `changeOutside`: what moves all rows together (a storm) is not in it. Infinity for a cell that has
   * all rows of a pane or none, as a weekday has of daily panes.
   */
  readonly own: number;
}

/**
 * How much a cell moves between the reference's own panes. A cell that hardly ever occurs has not shown how much it can
 * move, so nothing falls below what chance does to that many rows of a pane.
 *
 * @param shareNow the cell's share now: a bin that the reference never had is known by it
 * @param largest the largest mean loss of any bin: what one row may lose
 */
export function variationOf(
  panes: readonly BinLosses[],
  before: BinLosses,
  bin: number,
  shareNow: number,
  largest: number,
): CellVariation {
  const filled = panes.filter(({ counts }) => sumOf(counts) > 0);
  const splits = filled.map((pane) => splitByCell(before, pane, bin));
  const n = sumOf(before.counts);
  const rowsAPane = n / Math.max(1, filled.length);
  const size = ((before.counts[bin] as number) + 0.5) / (n + before.counts.length / 2);
  // Variance of one row's loss, if a row lost either nothing or `largest`; as if a pane had at least one that did.
  const mean = sumOf(before.losses) / n;
  const row = Math.sqrt((largest * Math.max(mean, largest / rowsAPane)) / rowsAPane);
  const least = row / Math.sqrt(Math.max(size, shareNow));
  return {
    mix: Math.max(Math.sqrt(size) * row, deviation(splits.map(({ mix }) => mix))),
    concept: Math.max(Math.sqrt(size) * row, deviation(splits.map(({ concept }) => concept))),
    own: Math.max(least, ownDeviation(splits)),
  };
}

/** Of the difference between inside and outside, where a pane has both. */
function ownDeviation(splits: readonly CellSplit[]): number {
  const mixed = splits.filter(({ shareNow }) => shareNow > 0 && shareNow < 1);
  // Whole panes, a weekday of daily ones: nothing tells the cell's change from its day's.
  if (mixed.length < 2 && splits.some(({ shareNow }) => shareNow === 1)) return Infinity;
  return deviation(mixed.map(({ changeInside, changeOutside }) => changeInside - changeOutside));
}

function inAndOut({ counts, losses }: BinLosses, bin: number): { inside: Total; outside: Total } {
  const others = (values: readonly number[]) => values.reduce((sum, x, i) => (i === bin ? sum : sum + x), 0);
  return {
    inside: { n: counts[bin] as number, loss: losses[bin] as number },
    outside: { n: others(counts), loss: others(losses) },
  };
}

/** Sample standard deviation; 0 for fewer than two values. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = sumOf(values) / values.length;
  return Math.sqrt(sumOf(values.map((x) => (x - mean) ** 2)) / (values.length - 1));
}
