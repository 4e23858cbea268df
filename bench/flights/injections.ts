/** Known changes put into real panes, and how long it takes to find them. */
import type { Calibration, EvidencePane } from '../../detectors/evidence.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { DAY } from './panes.js';
import { days, totalOf, type Track, type Tracks, watch, type Watch } from './watch.js';

export type Inject = (pane: EvidencePane) => EvidencePane;

/** Where a change begins, in days from January 1, 2001. */
const INJECTION_DAYS = [60, 70, 80, 90, 100];
const LEAD = 7 * DAY;

/** `share` of the first three bins' rows of one stream go to its last bin. */
export function moveToLast(stream: string, share: number): Inject {
  return moved(stream, (counts) => {
    for (let bin = 0; bin < 3; bin++) move(counts, bin, counts.length - 1, share);
  });
}

/** `share` of every bin's rows of one stream go to the next bin; the last bin keeps its own. */
export function moveToNext(stream: string, share: number): Inject {
  return moved(stream, (counts) => {
    for (let bin = counts.length - 2; bin >= 0; bin--) move(counts, bin, bin + 1, share);
  });
}

/** So many on-time flights turn late that the rates rise by `points`, the losses with them. */
export function latePoints(points: number): Inject {
  return (pane) => {
    if (pane.kind === 'rate') return { ...pane, errors: pane.errors + points * pane.n };
    if (pane.kind === 'mean') {
      const each = pane.stream === 'brier' ? 0.6 : 1.5; // what a wrong .2 costs more than a right one
      return { ...pane, sum: pane.sum + points * each * pane.n };
    }
    return pane;
  };
}

function moved(stream: string, change: (counts: number[]) => void): Inject {
  return (pane) => {
    if (pane.kind !== 'distribution' || pane.stream !== stream) return pane;
    const counts = [...pane.counts];
    change(counts);
    return { ...pane, counts };
  };
}

function move(counts: number[], from: number, to: number, share: number): void {
  const rows = (counts[from] ?? 0) * share;
  counts[from] = (counts[from] ?? 0) - rows;
  counts[to] = (counts[to] ?? 0) + rows;
}

export interface Found {
  /** Days from the change until the evidence reaches its budget; Infinity: never. */
  readonly evidence: number;
  /** Days until the effect of the changed stream is there as well: until somebody is told. */
  readonly told: number;
}

/** For each day of injection: watching begins a week before it. */
export function findInjected(
  tracks: Tracks,
  { track, stream, inject }: { readonly track: Track; readonly stream: string; readonly inject: Inject },
  reference: Watch,
  calibration: Calibration,
): Found[] {
  return INJECTION_DAYS.map((day) => {
    const begin = Date.UTC(2001, 0, 1) + day * DAY;
    const changed: Tracks = {
      ...tracks,
      [track]: tracks[track].map((pane) => (pane.start >= begin ? inject(pane) : pane)),
    };
    const found = { evidence: Infinity, told: Infinity };
    for (const moment of watch(changed, track, { ...reference, live: begin - LEAD }, calibration)) {
      const after = (moment.at - begin) / DAY;
      if (after <= 0) continue;
      if (moment.evidence) found.evidence = Math.min(found.evidence, after);
      if (moment.told.some((told) => told.stream === stream)) found.told = Math.min(found.told, after);
      if (found.evidence < Infinity && found.told < Infinity) break;
    }
    return found;
  });
}

/** Corrected Jensen-Shannon distance, in bits, that the change alone makes: the reference with it against without. */
export function effectOfInjection(
  tracks: Tracks,
  stream: string,
  inject: Inject,
  { from, to }: Watch,
): number {
  const reference = days(tracks.data, stream, from, to);
  return jensenShannonCorrected(totalOf(reference.map(inject)), totalOf(reference));
}
