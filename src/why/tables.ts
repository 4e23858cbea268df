import { countsIn, binCount, binName, type Bins } from '../policy/bins.js';
import type { FeatureCounts } from '../aggregates/feature-counts.js';
import type { BinLosses, FeatureLosses } from './feature-losses.js';

/** The joined rows of one pane: one feature's values in all of them, and in those whose answer was wrong. */
export interface JoinedFeature {
  readonly rows: FeatureCounts;
  readonly wrong: FeatureCounts;
}

/** Rows and errors of one pane by segment: totals of the outcome panes of a dimension (`airport`: `ORD`, `JFK`, ...). */
export type SegmentTotals = ReadonlyMap<string, { readonly n: number; readonly loss: number }>;

/**
 * Errors by bin of a feature, in the bins of its reference.
 *
 * @throws RangeError for a pane with more errors than rows in a bin: the two were not counted at one resolution
 */
export function featureErrors(
  feature: string,
  bins: Bins,
  reference: readonly JoinedFeature[],
  now: readonly JoinedFeature[],
): FeatureLosses {
  const labels = Array.from({ length: binCount(bins) }, (_, i) => binName(bins, i));
  const pane = ({ rows, wrong }: JoinedFeature): BinLosses => {
    const counts = countsIn(bins, rows);
    const losses = countsIn(bins, wrong);
    const over = losses.findIndex((errors, i) => errors > (counts[i] as number));
    if (over >= 0) {
      throw new RangeError(
        `${feature}, bin "${labels[over]}": ${losses[over]} errors in ${counts[over]} rows; ` +
          'count rows and wrong rows in bins of one resolution',
      );
    }
    return { counts, losses };
  };
  return { feature, labels, reference: reference.map(pane), now: now.map(pane) };
}

/** A dimension of the segments as if it were a feature: a bin for each segment that occurs on either side, by name. */
export function segmentLosses(
  dimension: string,
  reference: readonly SegmentTotals[],
  now: readonly SegmentTotals[],
): FeatureLosses {
  const labels = [...new Set([...reference, ...now].flatMap((pane) => [...pane.keys()]))].sort();
  const pane = (totals: SegmentTotals): BinLosses => ({
    counts: labels.map((name) => totals.get(name)?.n ?? 0),
    losses: labels.map((name) => totals.get(name)?.loss ?? 0),
  });
  return { feature: dimension, labels, reference: reference.map(pane), now: now.map(pane) };
}
