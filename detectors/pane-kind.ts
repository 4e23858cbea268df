/** The panes that detectors read. */
import type { EvidencePane } from './pane.js';
import type { Pane as ValuePane, ErrorCount } from './value-pane.js';

/**
 * What a detector on panes reads:
 * - `error-counts`: `{ n, errors }`
 * - `estimates`: `{ n, errors }`, or `{ value, variance }`
 * - `streams`: panes of named streams (features, metrics) with their time, one or all that close at one moment
 */
export type PaneKind = 'error-counts' | 'estimates' | 'streams';

/** One value of a whole pane: a mean, a rate, a score. */
export interface Estimate {
  readonly value: number;
  /** Sampling variance of the value: of a mean, the rows' variance / n. 0 where there is none. */
  readonly variance: number;
}

/** Any pane that some detector reads. */
export type DetectorPane = ValuePane | ErrorCount | Estimate | EvidencePane | readonly EvidencePane[];
