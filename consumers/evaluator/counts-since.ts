import type { EvidencePane } from '../../detectors/pane.js';
import { EVIDENCE_SCALES } from '../../src/policy/reference.js';
import { OUTCOME_STREAM } from '../../src/policy/streams/stream-names.js';
import { expectedCounts, matchedReference } from './matched-reference.js';
import type { Moment } from './moment.js';
import { totalCounts } from './pane-totals.js';
import { panesSince } from './recent-panes.js';

const FINEST = Math.min(...EVIDENCE_SCALES);

/** Counts of a stream of distributions since the onset, beside those that the reference would have had in the same hours of the week. */
export function countsSince(
  { watch, end, policy, speed }: Moment,
  stream: string,
  onset: number,
): { readonly now: number[]; readonly before: number[] } {
  const track = stream === OUTCOME_STREAM ? 'performance' : 'data';
  const units = panesSince(watch, track, stream, onset, end, policy);
  // Minutes after a break no wide pane has closed: the base panes say it.
  const narrow = (watch.tracks[track].fast?.recent.get(stream) ?? []).filter(
    (pane: EvidencePane) => pane.start >= onset && pane.start + pane.scale <= end,
  );
  const recent = speed === 'fast' && narrow.length > 0 ? narrow : units;
  const reference = watch.reference[track].filter((p) => p.stream === stream && p.scale === FINEST);
  return { now: totalCounts(recent), before: expectedCounts(matchedReference(recent, reference)) };
}
