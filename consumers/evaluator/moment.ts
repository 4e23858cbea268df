import type { EvidencePane } from '../../detectors/pane.js';
import type { Policy } from '../../src/policy/policy.js';
import type { ModelState, Speed, TrackName, VersionState, Watch } from './model-state.js';

/** Panes of one moment: everything of one side and speed that ends at `end`, by version, ready to be judged. */
export type OnMoment = (speed: Speed, end: number, panes: ReadonlyMap<string, EvidencePane[]>) => void;

/** One moment of one detector: all panes of the track that end now have been closed. */
export interface Moment {
  readonly model: ModelState;
  readonly version: VersionState;
  readonly watch: Watch;
  readonly track: TrackName;
  readonly speed: Speed;
  readonly end: number;
  readonly policy: Policy;
}
