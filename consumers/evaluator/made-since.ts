import { estimateDelayedOnset } from '../../detectors/delayed-onset.js';
import { DELAY_EDGES, LONGEST_DELAY } from '../../src/estimates/delay-buckets.js';
import { emptyDelays, mergeDelays } from '../../src/aggregates/delay-counts.js';
import { delayQuantile } from '../../src/estimates/label-coverage.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import { EVIDENCE_SCALES } from '../../src/policy/reference.js';
import { periodOf } from '../../src/policy/batches.js';
import { dayStart } from '../../src/policy/units.js';
import type { Moment } from './moment.js';
import { historyOf, LEAST_RATIO, type Began } from './since-when.js';

/** An onset is known to a pane of this width at best: of outcomes that come sooner there is nothing to correct. */
const FINEST = Math.min(...EVIDENCE_SCALES);

/**
 * When a loss began by the clock of the predictions: a model that breaks on Monday is seen to get worse on Wednesday, where
 * outcomes take two days, and slowly, as some take one and some five. How long they took is counted, so the panes are held
 * against the ramp that each possible day would have made of it.
 *
 * @param shown since when the outcomes show it
 * @returns `shown` as it is, where half of the outcomes come within a pane, or before the next batch of a model that is asked in
 *   batches, and of all but performance
 */
export function madeSince(moment: Moment, stream: string, shown: Began): Began {
  const { watch, policy } = moment;
  if (subjectOf(stream).about !== 'performance') return shown;
  const known = historyOf(moment, stream);
  const delays = emptyDelays();
  const from = dayStart(policy, shown.onset);
  for (const day of watch.joined.values()) {
    if (day.start >= from && day.start < moment.end && day.delays) mergeDelays(delays, day.delays);
  }
  const quantile = (q: number) =>
    Math.min(LONGEST_DELAY, delayQuantile({ predictions: 0, outcomes: delays }, q) ?? 0);
  const usual = quantile(0.5);
  const finest = policy.cadence ? periodOf(policy.cadence) : FINEST;
  if (!known || usual < finest) return shown;
  const { recent, history } = known;
  const [oldest, newest] = [recent[0]?.start ?? Infinity, recent.at(-1)?.start ?? -Infinity];
  const first = Math.max(watch.since, Math.min(oldest, shown.onset) - quantile(0.9));
  const onsets: number[] = [];
  for (let at = newest; at >= first; at -= FINEST) onsets.unshift(at);
  const panes = recent.map(({ start, scale }) => ({
    at: start + scale / 2,
    delays: watch.joined.get(dayStart(policy, start))?.delays ?? [],
  }));
  const shares = onsets.map((onset) => panes.map(({ at, delays }) => shareMadeAfter(onset, at, delays)));
  const found = estimateDelayedOnset(history, shares, 'up');
  // Where what is kept begins after it, the panes cannot say how it began.
  const isFound = found !== null && found.logRatio >= LEAST_RATIO && oldest < shown.onset;
  const onset = isFound ? (onsets[found.at] as number) : Math.max(first, shown.onset - usual);
  const within = isFound
    ? ((onsets[found.latest] as number) - (onsets[found.earliest] as number)) / 2
    : usual;
  return {
    onset,
    onsetWithin: Math.max(within, FINEST),
    // Nothing shows before it has begun: what was dated earlier than that was dated too early.
    ...(onset < shown.onset && { shownSince: shown.onset }),
  };
}

/** Of outcomes that came at a moment, the share whose predictions were made after another; evenly within each bucket of delays. */
function shareMadeAfter(onset: number, at: number, delays: readonly number[]): number {
  const age = at - onset;
  let [rows, after] = [0, 0];
  for (const [bucket, n] of delays.entries()) {
    if (n === 0) continue;
    const from = DELAY_EDGES[bucket - 1] ?? 0;
    const to = DELAY_EDGES[bucket] ?? LONGEST_DELAY;
    rows += n;
    after += n * Math.min(1, Math.max(0, (age - from) / (to - from)));
  }
  if (rows === 0) return age > 0 ? 1 : 0;
  return after / rows;
}
