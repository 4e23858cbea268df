/**
 * What the evidence detectors read: one closed pane of one stream. A pane holds totals only, never rows, so the
 * verdict cannot depend on the order of the rows inside it.
 */

interface PaneOfStream {
  /** The feature, `prediction`, or the metric: `distance`, `score`, `errors`, `log-loss`. */
  readonly stream: string;
  /** Width of the pane in milliseconds; divides the unit. */
  readonly scale: number;
  /** Start of the pane, epoch milliseconds UTC, a multiple of `scale` in the model's time zone. */
  readonly start: number;
  /** Rows in the pane. A pane of 0 rows says nothing and is skipped. */
  readonly n: number;
}

/** Counts by bin; the bins are the reference's, so that arrays of one stream align. They sum to `n`. */
export interface DistributionPane extends PaneOfStream {
  readonly kind: 'distribution';
  readonly counts: readonly number[];
}

/** `errors` of `n` rows: wrong predictions, failures, positive outcomes. */
export interface RatePane extends PaneOfStream {
  readonly kind: 'rate';
  readonly errors: number;
}

/** A loss (log loss, Brier, absolute error) as sums over the rows of the pane. */
export interface MeanPane extends PaneOfStream {
  readonly kind: 'mean';
  readonly sum: number;
  readonly sumSquares: number;
}

export type EvidencePane = DistributionPane | RatePane | MeanPane;
export type StreamKind = EvidencePane['kind'];
