import type { OutcomePaneJson } from '../aggregates/outcome-pane.js';
import type { PredictionPaneJson } from '../aggregates/prediction-pane.js';

/** A closed base pane in the topic `panes`: what references are made of, and the input of "ask again". */
export interface PaneRecord {
  readonly v: 1;
  readonly kind: 'pane';
  readonly model: string;
  readonly version: string;
  readonly segment: string;
  /** Event time, epoch ms, [start, end). */
  readonly start: number;
  readonly end: number;
  /** One of the two. */
  readonly prediction: PredictionPaneJson | null;
  readonly outcome: OutcomePaneJson | null;
}
