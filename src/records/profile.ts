/**
 * The records of `profiles`: everything that the evaluator must know, in one order per model. Deltas, watermarks and ticks
 * come from the profiler; references, models and commands are mirrored into it by their owners.
 */
import type { CohortPaneJson } from '../aggregates/cohort-pane.js';
import type { OutcomePaneJson } from '../aggregates/outcome-pane.js';
import type { PredictionPaneJson } from '../aggregates/prediction-pane.js';
import type { Task } from '../events/event.js';
import type { Reference } from '../policy/reference.js';
import type { Books } from './books.js';
import type { CommandRecord } from './command.js';
import type { ModelRecord } from './feed.js';

export interface PredictionDelta {
  readonly side: 'prediction';
  readonly version: string;
  readonly segment: string;
  readonly start: number;
  /** Offsets of the rows in the source partition: first, one past the last. */
  readonly cover: readonly [number, number];
  readonly pane: PredictionPaneJson;
}

export interface OutcomeDelta {
  readonly side: 'outcome';
  readonly version: string;
  readonly segment: string;
  readonly start: number;
  readonly cover: readonly [number, number];
  readonly pane: OutcomePaneJson;
}

/** Outcomes of the predictions of one stretch of time, by the first revision that holds them. */
export interface CohortDelta {
  readonly version: string;
  readonly start: number;
  readonly revision: number;
  readonly pane: CohortPaneJson;
}

export type PaneDelta = PredictionDelta | OutcomeDelta;

/** One commit of one profiler partition, for one model. The watermarks hold after its deltas. */
export interface DeltaRecord {
  readonly v: 1;
  readonly kind: 'delta';
  readonly model: string;
  readonly task: Task | null;
  readonly partition: number;
  /** Nothing earlier is still expected, epoch ms. */
  readonly predictionsUntil: number;
  readonly outcomesUntil: number;
  readonly books: Books;
  readonly deltas: readonly PaneDelta[];
  /** On the commit's last record. */
  readonly cohorts?: readonly CohortDelta[];
}

/** A partition's clock, made once from append times: it is quiet, or it vouches that others were never heard of. */
export interface TickRecord {
  readonly v: 1;
  readonly kind: 'tick';
  readonly model: string;
  readonly partition: number;
  readonly predictionsUntil: number;
  readonly outcomesUntil: number;
  /** Watermark for partitions that never had a record of this model. */
  readonly unheardUntil: number;
}

/** A reference that has come. */
export interface ReferenceMirror {
  readonly v: 1;
  readonly kind: 'reference';
  readonly model: string;
  readonly reference: Reference;
  /** Event time from which its version is held against it; null: that comes with a promotion. */
  readonly effectiveFrom?: number | null;
}

export type ProfileRecord =
  | DeltaRecord
  | TickRecord
  | ReferenceMirror
  | { readonly v: 1; readonly kind: 'model-change'; readonly model: string; readonly change: ModelRecord }
  | { readonly v: 1; readonly kind: 'command'; readonly model: string; readonly command: CommandRecord };
