import type { EvidencePane } from '../../detectors/pane.js';
import type { Bins } from './bins.js';

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
  /** By stream of the data track: features, and `prediction`. */
  readonly bins: Readonly<Record<string, Bins>>;
  /** Wide panes of the data track and of the performance track. */
  readonly data: readonly EvidencePane[];
  readonly performance: readonly EvidencePane[];
  /** Expected losses without labels, from the scores alone; empty for models without scores. */
  readonly estimates: readonly EvidencePane[];
}

/** Widths of the panes that the evidence looks at, ms. */
export const EVIDENCE_SCALES = [86_400_000, 21_600_000] as const;
/** Stream name of the model's own answers on the data track. */
export const PREDICTION_STREAM = 'prediction';
/** Stream name of the loss that the model's own scores expect. */
export const EXPECTED_LOSS_STREAM = 'expected-loss';
