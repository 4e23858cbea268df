import { usualRate } from '../../detectors/fast/index.js';
import type { EvidencePane } from '../../detectors/pane.js';
import type { Policy } from '../../src/policy/policy.js';
import {
  EVIDENCE_SCALES,
  EXPECTED_LOSS_STREAM,
  HOURLY_SCALE,
  type Reference,
} from '../../src/policy/reference.js';
import { subjectOf, VOLUME_STREAM } from '../../src/policy/streams/stream-names.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { effectOf, faultEffect, type Effect } from './effect.js';
import { gapEffect, gapSince, type GapSince } from './gap-since.js';
import { totalCounts } from './pane-totals.js';
import { unseenEffect } from './unseen-effect.js';
import type { Attention, Speed, TrackName, Watch } from './model-state.js';

const FINEST = Math.min(...EVIDENCE_SCALES);
const DAY = Math.max(...EVIDENCE_SCALES);
/** Base panes that the effect of a break is asked of, at most, and that are kept for it. */
const MOST_BASE_PANES = 36;

/** Rows that the effect of a break is asked of, at least: in fewer, one bad hour before dawn is a collapse. */
const LEAST_ROWS = { distribution: 500, rate: 100, mean: 100 } as const;

/**
 * So many base panes must be calm for a break to be over, and hold so many times the rows of an effect: it is asked every
 * hour, and of few rows some are calm by chance.
 */
export const CALM_PANES = 12;
const CALM_ROWS = 3;

/** Where the panes begin that say whether a break is over; null: those that are kept hold too few rows for that. */
export function calmSince(
  watch: Watch,
  { track, stream, end }: Omit<EffectQuestion, 'speed' | 'onset'>,
): number | null {
  const panes = between(watch.tracks[track].fast?.recent.get(stream), -Infinity, end);
  let rows = 0;
  for (let back = 1; back <= panes.length; back++) {
    const pane = panes[panes.length - back] as EvidencePane;
    rows += pane.n;
    const isEnough = stream === VOLUME_STREAM || rows >= CALM_ROWS * LEAST_ROWS[pane.kind];
    if (back >= CALM_PANES && isEnough) return pane.start;
  }
  return null;
}

/** Keeps what the effect may be asked of. */
export function remember(attention: Attention<unknown>, pane: EvidencePane, speed: Speed): void {
  if (speed === 'unit' && pane.scale !== FINEST && subjectOf(pane.stream).about !== 'group') return;
  const recent = attention.recent.get(pane.stream);
  if (!recent) attention.recent.set(pane.stream, [pane]);
  else {
    recent.push(pane);
    if (speed === 'fast' && recent.length > MOST_BASE_PANES) recent.shift();
  }
}

/** Forgets panes that no effect window of either track can reach any more, seen from the slower clock. */
export function forgetBefore(watch: Watch, end: number, policy: Policy): void {
  const from = end - (policy.windowUnits[1] + 1) * policy.unit;
  for (const start of watch.joined.keys()) if (start < from) watch.joined.delete(start);
  for (const { unit } of Object.values(watch.tracks)) {
    for (const [stream, panes] of unit.recent) {
      unit.recent.set(
        stream,
        panes.filter((pane) => pane.start >= from),
      );
    }
  }
}

/**
 * A stream's panes since the onset, and only those that end by `end`: one track may be ahead of the other, and a verdict
 * must not see more on one run than on another. Of units, at least and at most so many as the policy says.
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
  return between(watch.tracks[track].unit.recent.get(stream), from, end);
}

function between(panes: readonly EvidencePane[] | undefined, from: number, end: number): EvidencePane[] {
  return (panes ?? []).filter((pane) => pane.start >= from && pane.start + pane.scale <= end);
}

/** Where an effect is asked: which detector's panes, since when, by when. */
export interface EffectQuestion {
  readonly track: TrackName;
  readonly speed: Speed;
  readonly stream: string;
  readonly onset: number;
  readonly end: number;
}

/** How far apart the groups of an attribute are since the onset; null where nobody can tell. */
export function gapSinceOnset(
  watch: Watch,
  { onset, end }: Pick<EffectQuestion, 'onset' | 'end'>,
  policy: Policy,
): GapSince | null {
  const { gap } = watch.reference;
  return gap ? gapSince(gap, (stream) => panesSince(watch, 'performance', stream, onset, end, policy)) : null;
}

/** How far a stream is from its reference over the time since the onset; null where either side has no rows. */
export function effectSince(watch: Watch, question: EffectQuestion, policy: Policy): Effect | null {
  const { track, speed, stream, onset, end } = question;
  const { reference } = watch;
  if (subjectOf(stream).about === 'fairness') {
    const gap = gapSinceOnset(watch, { onset, end }, policy);
    return gap && gapEffect(gap, policy);
  }
  if (speed === 'unit') {
    const recent = panesSince(watch, track, stream, onset, end, policy);
    return effectOf(recent, referencePanes(reference, track, stream), policy);
  }
  const recent = between(watch.tracks[track].fast?.recent.get(stream), onset, end);
  // A handful of rows is no effect, whatever their distance: one odd row would be one.
  const rows = recent.reduce((sum, { n }) => sum + n, 0);
  if (recent[0]?.kind === 'distribution' && rows < LEAST_ROWS.distribution) {
    const bins = reference.bins[stream];
    const panes = referencePanes(reference, track, stream);
    return bins && isSparse(reference, track, panes) ? unseenEffect(recent, panes, bins) : null;
  }
  if (recent[0]?.kind === 'distribution' && isSeasonal(reference, track, stream)) return null;
  // A volume is one value a pane.
  if (stream !== VOLUME_STREAM && rows < LEAST_ROWS[recent[0]?.kind ?? 'mean']) return null;
  const subject = subjectOf(stream);
  if (subject.about === 'input' && subject.fault !== null) {
    // Of faults the reference keeps no panes, but the rate of every hour: at five in the morning much may be missing as a rule.
    const calibration = reference.fast?.[track];
    const usual = calibration ? usualRate(calibration, recent) : null;
    return usual === null ? null : faultEffect(recent, usual, policy);
  }
  return effectOf(recent, narrowPanes(reference, track, stream), policy);
}

/** The panes in which a break must be calm to be over do not hold rows enough for a distribution. */
function isSparse(reference: Reference, track: TrackName, panes: readonly EvidencePane[]): boolean {
  const rows = panes.reduce((sum, { n }) => sum + n, 0);
  const scale = reference.fast?.[track]?.options.scale ?? HOURLY_SCALE;
  return (rows * CALM_PANES * scale) / (reference.to - reference.from) < LEAST_ROWS.distribution;
}

/** Distance of the parts of a day from the whole, above which a feature tells the time of day. */
const SEASONAL = 0.3;
const seasonal = new WeakMap<Reference, Map<string, boolean>>();

/** An hour of such a feature cannot be held against the six hours that the reference keeps: `hour` itself, for one. */
function isSeasonal(reference: Reference, track: TrackName, stream: string): boolean {
  let known = seasonal.get(reference);
  if (!known) seasonal.set(reference, (known = new Map()));
  let answer = known.get(stream);
  if (answer === undefined) {
    const panes = referencePanes(reference, track, stream);
    const all = totalCounts(panes);
    const parts = new Set(panes.map(({ start }) => start % DAY));
    answer = [...parts].some((part) => {
      const own = totalCounts(panes.filter(({ start }) => start % DAY === part));
      return own.some((n) => n > 0) && jensenShannonCorrected(own, all) >= SEASONAL;
    });
    known.set(stream, answer);
  }
  return answer;
}

/** Six hours each: what panes of units are compared with. */
export function referencePanes(reference: Reference, track: TrackName, stream: string): EvidencePane[] {
  const all = stream === EXPECTED_LOSS_STREAM ? reference.estimates : reference[track];
  return all.filter((pane) => pane.stream === stream && pane.scale === FINEST);
}

/** What base panes are compared with: the reference's hours, or, of distributions, six hours. */
function narrowPanes(reference: Reference, track: TrackName, stream: string): EvidencePane[] {
  const hourly = (reference.hourly ?? []).filter(
    (pane) => pane.stream === stream && pane.scale === HOURLY_SCALE,
  );
  return hourly.length > 0 ? hourly : referencePanes(reference, track, stream);
}
