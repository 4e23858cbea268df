import type { EvidencePane } from '../../detectors/pane.js';
import type { Policy } from '../../src/policy/policy.js';
import type { TrackName, Watch } from './model-state.js';

/**
 * A stream's panes over the time since the onset, at least and at most so many units, and only those that end by `end`:
 * one track may be ahead of the other, and a verdict must not see more on one run than on another.
 */
export function panesSince(
  watch: Watch,
  track: TrackName,
  stream: string,
  onset: number,
  end: number,
  policy: Policy,
): EvidencePane[] {
  const [least, most] = policy.windowUnits;
  const from = Math.max(end - most * policy.unit, Math.min(onset, end - least * policy.unit));
  const recent = watch.tracks[track].recent.get(stream) ?? [];
  return recent.filter((pane) => pane.start >= from && pane.start + pane.scale <= end);
}
