import type { MeanPane } from '../../detectors/pane.js';
import type { AttributeCounts } from './attribute-counts.js';
import { CRITERIA, type Criterion } from './criteria.js';
import { tallyOf } from './rates.js';

export interface GapOptions {
  /** The label that people want to be given: '1'. */
  readonly favourable?: string;
  /** Groups with fewer rows of the rate in the pane are left out: 20. */
  readonly leastRows?: number;
}

/**
 * The gap of one pane as evidence, so that its drift is weighed like any metric: how far the highest rate of the groups is
 * from the lowest, as the mean of as many rows as two groups of these sizes are worth, 1 / (1/n + 1/m), each with the
 * variance that makes the mean as uncertain as the gap is. A widest gap of noisy rates is above 0 by itself; the reference's
 * panes are so by as much, and rises are asked for, not sizes. The stream is `gap:ATTRIBUTE`.
 *
 * @returns null where fewer than two groups have enough rows
 */
export function gapPane(
  counts: AttributeCounts,
  attribute: string,
  criterion: Exclude<Criterion, 'calibration'>,
  at: Pick<MeanPane, 'scale' | 'start'>,
  { favourable = '1', leastRows = 20 }: GapOptions = {},
): MeanPane | null {
  let worst: { gap: number; n: number; variance: number } | null = null;
  for (const rate of CRITERIA[criterion]) {
    const groups = [...counts.groups]
      .map(([group, own]) => ({ group, ...tallyOf(rate, own, favourable) }))
      .filter(({ rows }) => rows >= leastRows)
      .map(({ group, rows, hits }) => ({ group, rows, value: hits / rows }))
      .sort((a, b) => a.value - b.value || (a.group < b.group ? -1 : 1));
    const [low, high] = [groups[0], groups.at(-1)];
    if (low === undefined || high === undefined || low === high) continue;
    const gap = high.value - low.value;
    if (worst !== null && gap <= worst.gap) continue;
    const n = Math.max(1, Math.round(1 / (1 / low.rows + 1 / high.rows)));
    worst = { gap, n, variance: n * (ofMean(low) + ofMean(high)) };
  }
  if (worst === null) return null;
  const { gap, n, variance } = worst;
  return {
    kind: 'mean',
    stream: `gap:${attribute}`,
    ...at,
    n,
    sum: n * gap,
    sumSquares: n * (gap * gap + variance),
  };
}

/** The variance of a rate: half a hit more on each side, so that rates of 0 and 1 are not certain. */
function ofMean({ rows, value }: { readonly rows: number; readonly value: number }): number {
  const share = (value * rows + 0.5) / (rows + 1);
  return (share * (1 - share)) / rows;
}
