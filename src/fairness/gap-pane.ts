import type { MeanPane } from '../../detectors/pane.js';
import { furthestApart } from './furthest-apart.js';
import type { GroupTally } from './group-tallies.js';

/** Groups with fewer rows of a rate in one pane are left out of its gap: one row would move it by points. */
export const LEAST_PANE_ROWS = 20;

/**
 * The gap of one pane as evidence, so that its drift is weighed like any metric: how far the highest rate of the groups is
 * from the lowest, as the mean of as many rows as two groups of these sizes are worth, 1 / (1/n + 1/m), each with the
 * variance that makes the mean as uncertain as the gap is. A widest gap of noisy rates is above 0 by itself; the reference's
 * panes are so by as much, and rises are asked for, not sizes.
 *
 * @param tallies of the groups that are to be compared, one for each rate and group
 * @returns null where fewer than two groups have enough rows of any rate
 */
export function gapPane(
  tallies: readonly GroupTally[],
  at: Pick<MeanPane, 'stream' | 'scale' | 'start'>,
): MeanPane | null {
  const large = tallies.filter(({ rows }) => rows >= LEAST_PANE_ROWS);
  const worst = furthestApart(large.map((tally) => ({ ...tally, value: tally.hits / tally.rows })));
  if (worst === null) return null;
  const { gap, lowest, highest } = worst;
  const n = Math.max(1, Math.round(1 / (1 / lowest.rows + 1 / highest.rows)));
  const variance = n * (ofMean(lowest) + ofMean(highest));
  return { kind: 'mean', ...at, n, sum: n * gap, sumSquares: n * (gap * gap + variance) };
}

/** The variance of a rate: half a hit more on each side, so that rates of 0 and 1 are not certain. */
function ofMean({ rows, value }: { readonly rows: number; readonly value: number }): number {
  const share = (value * rows + 0.5) / (rows + 1);
  return (share * (1 - share)) / rows;
}
