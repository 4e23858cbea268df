import type { Latched } from '../../detectors/latch.js';
import { estimateOnset, type OnsetHistory } from '../../detectors/onset.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import { DAY, dayStart } from '../../src/policy/units.js';
import { expectedMean, matchedReference } from './matched-reference.js';
import type { Moment } from './moment.js';
import { meanOf } from './pane-totals.js';
import { panesSince, referencePanes } from './recent-panes.js';

/** Log-likelihood, in nats, by which a change that began on an earlier day must be more likely than none. */
export const LEAST_RATIO = 5;

/** When a change began, epoch ms, and within which time that is known. */
export interface Began {
  readonly onset: number;
  readonly onsetWithin: number;
  /** Of a loss whose outcomes come late: since when they show it. Absent: since the onset. */
  readonly shownSince?: number;
}

/** From when on panes show what began then: what an effect, its causes and its cost are asked of. */
export function shownSince({ onset, shownSince: since = onset }: Began): number {
  return since;
}

/**
 * When the change of a latched stream began, of an alarm of the fast path. The fast path starts afresh with each day: of what has crept in for
 * days, as a loss does whose outcomes come late, it sees the hours of the last one. Where the panes of the days before say
 * that it is older, they are believed.
 */
export function sinceWhen(moment: Moment, { stream, onset, at }: Latched, onsetWithin: number): Began {
  const fast = { onset: onset ?? at - DAY, onsetWithin };
  const known = historyOf(moment, stream);
  if (!known) return fast;
  const { recent, history } = known;
  const found = estimateOnset(history, subjectOf(stream).about === 'volume' ? 'both' : 'up');
  if (!found || found.logRatio < LEAST_RATIO) return fast;
  const first = recent[recent.length - found.since];
  const today = dayStart(moment.policy, fast.onset);
  return first && first.start < today ? { onset: first.start, onsetWithin: first.scale } : fast;
}

/**
 * The panes of units of a rate or a mean, and how far each is from the reference.
 *
 * @returns null for a distribution, and where either side has no rows
 */
export function historyOf(
  { watch, track, end, policy }: Moment,
  stream: string,
): { readonly recent: readonly EvidencePane[]; readonly history: OnsetHistory } | null {
  const recent = panesSince(watch, track, stream, -Infinity, end, policy).filter(({ n }) => n > 0);
  const reference = referencePanes(watch.reference, track, stream).filter(({ n }) => n > 0);
  if (recent.length === 0 || reference.length === 0 || recent[0]?.kind === 'distribution') return null;
  const row = rowVariance(reference);
  const between = betweenVariance(reference, row);
  return {
    recent,
    history: {
      deviations: deviationsOf(recent, reference),
      variances: recent.map(({ n }) => between + row / n),
      levelVariance: between / reference.length,
    },
  };
}

/** Each pane's mean from that of the reference's same hours of the week. */
function deviationsOf(panes: readonly EvidencePane[], reference: readonly EvidencePane[]): number[] {
  return panes.map(
    (pane) => (meanOf([pane]) ?? 0) - (expectedMean(matchedReference([pane], reference)) ?? 0),
  );
}

/** Of one row around the mean of all: above 0 wherever rows differ at all. */
function rowVariance(reference: readonly EvidencePane[]): number {
  const mean = meanOf(reference) ?? 0;
  let [rows, squares] = [0, 0];
  for (const pane of reference) {
    rows += pane.n;
    squares += pane.kind === 'mean' ? pane.sumSquares : pane.kind === 'rate' ? pane.errors : 0;
  }
  return Math.max(Number.MIN_VALUE, squares / rows - mean * mean);
}

/** From pane to pane, beyond the drawing of rows. */
function betweenVariance(reference: readonly EvidencePane[], row: number): number {
  const excess = deviationsOf(reference, reference).map(
    (deviation, i) => deviation * deviation - row / (reference[i]?.n ?? 1),
  );
  return Math.max(0, excess.reduce((sum, one) => sum + one, 0) / excess.length);
}
