/** elec2 as a stream of days: what the detector on panes makes of the columns, against weeks of the same column. */
import { effectWindow } from '../../detectors/effect-window.js';
import { calibrate, createDetector, type EvidencePane } from '../../detectors/index.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { DAY, HOUR } from '../flights/panes.js';

import { JS_FLOOR } from '../flights/watch.js';

export const ROWS_A_DAY = 48;
/** Row 0 is the first half hour of a Tuesday. */
const FIRST_DAY = Date.UTC(1996, 4, 7);
const SCALES = [DAY, 6 * HOUR];

export interface WatchedDays {
  /** Days, from 0, at whose end the evidence reached its budget. */
  readonly evidence: readonly number[];
  /** Those of them at which the distance from the reference is beyond the floor as well. */
  readonly told: readonly number[];
  /** Why the column cannot be watched; empty when it can. */
  readonly refused: readonly string[];
}

/** @param referenceDays first days of the column, whole weeks */
export function watchDays(column: Float64Array, referenceDays: number): WatchedDays {
  const edges = edgesOf(column.subarray(0, referenceDays * ROWS_A_DAY));
  const days = Math.floor(column.length / ROWS_A_DAY);
  const panes = SCALES.flatMap((scale) => panesOf(column, edges, scale));
  const reference = calibrate(panes.filter(({ start }) => start < FIRST_DAY + referenceDays * DAY));
  if (!reference.ready) {
    return { evidence: [], told: [], refused: reference.refusals.map(({ reason }) => reason) };
  }
  const detector = createDetector('conformal-e', { reference });
  const daily = panes.filter(({ scale }) => scale === DAY);
  const whole = totalOf(daily.slice(0, referenceDays));
  const evidence: number[] = [];
  const told: number[] = [];
  for (let day = referenceDays; day < days; day++) {
    const start = FIRST_DAY + day * DAY;
    const closed = panes.filter((pane) => pane.start >= start && pane.start < start + DAY);
    const { drift, streams } = detector.updatePane(closed);
    if (!drift) continue;
    evidence.push(day);
    const window = effectWindow(streams[0]?.onset ?? null, start + DAY);
    const inside = daily.filter((pane) => pane.start >= window.from && pane.start + DAY <= window.to);
    if (jensenShannonCorrected(totalOf(inside), whole) >= JS_FLOOR) told.push(day);
  }
  return { evidence, told, refused: [] };
}

/** Deciles, and the ends of what the reference has seen: beyond them a value is in a bin of its own. */
function edgesOf(reference: Float64Array): number[] {
  const sorted = Float64Array.from(reference).sort();
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const deciles = Array.from(
    { length: 9 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / 10)] ?? 0,
  );
  const below = least - Math.max(Math.abs(least), 1e-6) * 1e-9;
  return [...new Set([below, ...deciles.filter((edge) => edge < most), most])];
}

function panesOf(column: Float64Array, edges: readonly number[], scale: number): EvidencePane[] {
  const rows = (ROWS_A_DAY * scale) / DAY;
  return Array.from({ length: Math.floor(column.length / rows) }, (_, index) => {
    const counts = Array.from({ length: edges.length + 1 }, () => 0);
    for (const value of column.subarray(index * rows, (index + 1) * rows)) {
      const bin = edges.filter((edge) => value > edge).length;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return {
      kind: 'distribution',
      stream: 'column',
      scale,
      start: FIRST_DAY + index * scale,
      n: rows,
      counts,
    };
  });
}

function totalOf(panes: readonly EvidencePane[]): number[] {
  const sum: number[] = [];
  for (const pane of panes) {
    if (pane.kind !== 'distribution') continue;
    pane.counts.forEach((count, bin) => {
      sum[bin] = (sum[bin] ?? 0) + count;
    });
  }
  return sum;
}
