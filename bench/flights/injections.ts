/** Known changes put into real panes, and how long the evidence takes to find them. */
import { calibrate, createEvidence, type EvidencePane, observe, verdict } from '../../detectors/evidence.js';
import { DAY } from './panes.js';

type Inject = (pane: EvidencePane) => EvidencePane;

const INJECTION_DAYS = [60, 70, 80, 90, 100];
const LEAD = 7 * DAY;

/** `share` of the first three bins' rows of one stream go to its last bin. */
export function moveToLast(stream: string, share: number): Inject {
  return (pane) => {
    if (pane.kind !== 'distribution' || pane.stream !== stream) return pane;
    const counts = [...pane.counts];
    let moved = 0;
    for (let bin = 0; bin < 3; bin++) {
      moved += (counts[bin] ?? 0) * share;
      counts[bin] = (counts[bin] ?? 0) * (1 - share);
    }
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + moved;
    return { ...pane, counts };
  };
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

/** Median days from the injection to the evidence's first alarm after it, from a week before it on. */
export function delayAfter(panes: readonly EvidencePane[], from: number, inject: Inject): number {
  const calibration = calibrate(
    panes.filter((pane) => pane.start >= from && pane.start + pane.scale <= from + 42 * DAY),
  );
  const delays = INJECTION_DAYS.map((day) => {
    const begin = Date.UTC(2001, 0, 1) + day * DAY;
    const state = createEvidence(calibration);
    const live = panes
      .filter((pane) => pane.start >= begin - LEAD)
      .map((pane) => (pane.start >= begin ? inject(pane) : pane))
      .sort((a, b) => a.start + a.scale - (b.start + b.scale));
    for (let index = 0; index < live.length; index++) {
      const pane = live[index];
      if (!pane) continue;
      observe(calibration, state, pane);
      const end = pane.start + pane.scale;
      const next = live[index + 1];
      if (next && next.start + next.scale === end) continue;
      if (end > begin && verdict(calibration, state).alarm) return (end - begin) / DAY;
    }
    return Infinity;
  });
  return Number((delays.sort((a, b) => a - b)[2] ?? Infinity).toFixed(1));
}
