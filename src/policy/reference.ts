import type { FastCalibration } from '../../detectors/fast/index.js';
import type { EvidencePane } from '../../detectors/pane.js';
import type { WeightCountsJson } from '../aggregates/weight-counts.js';
import type { WhyReference } from '../why/why-reference.js';
import type { EstimateReference } from '../estimates/estimate-reference.js';
import type { OutcomeSummary } from '../metrics/outcome-summary.js';
import type { Bins } from './bins.js';
import type { GapReference } from './streams/gap-streams.js';

/**
 * What a version is held against: the panes of its reference weeks, in bins made from their own quantiles. Immutable; its
 * own panes are kept, so that the variation from pane to pane is known, not only the mean.
 */
export interface Reference {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  /** Event-time range, [from, to). */
  readonly from: number;
  readonly to: number;
  /**
   * The zone by whose midnight its days begin, as standard time ahead of UTC, ms; absent: UTC. Days of another zone cannot be
   * held against it.
   */
  readonly zoneOffset?: number;
  /** By stream: features, `prediction`, `outcome`. */
  readonly bins: Readonly<Record<string, Bins>>;
  /** Wide panes of the data track and of the performance track. */
  readonly data: readonly EvidencePane[];
  readonly performance: readonly EvidencePane[];
  /** Expected losses without labels, from the scores alone; empty for models without scores. */
  readonly estimates: readonly EvidencePane[];
  /** Mistakes by kind, errors and business values, in panes of the finest width: what a loss is priced by. Absent in references from before. */
  readonly costs?: readonly EvidencePane[];
  /** How far apart the groups of an attribute are, where they are watched; absent where they are not, and where fewer than two are large enough. */
  readonly gap?: GapReference;
  /** What happened, all in all; null where nothing did. Absent in references from before. */
  readonly outcomes?: OutcomeSummary | null;
  /** How performance is estimated before outcomes come; null where there are too few of them, or no scores. */
  readonly estimator?: EstimateReference | null;
  /** Rates and means by the hour: what the effect of a break is asked of. Absent in references from before the fast path. */
  readonly hourly?: readonly EvidencePane[];
  /** What the fast path knows of the base panes, which are too many to be kept; null where they are wider than an hour. */
  readonly fast?: Readonly<Record<'data' | 'performance', FastCalibration | null>>;
  /** With which weights its answers were made, where they were said. */
  readonly weights?: WeightCountsJson;
  /** The joined rows by feature and segment: what "why" holds a loss against. */
  readonly why?: WhyReference;
}

/** Widths of the panes that references keep and the evidence of units is made of, ms. */
export const EVIDENCE_SCALES = [86_400_000, 21_600_000] as const;
/** Width of the panes that the effect of a break is compared with, ms. */
export const HOURLY_SCALE = 3_600_000;
export { EXPECTED_LOSS_STREAM, PREDICTION_STREAM } from './streams/stream-names.js';
