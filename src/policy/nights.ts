/** A model that is asked in nightly batches: when its nights end, and how many rows a night has. */
import type { EvidencePane } from '../../detectors/pane.js';
import { fitSteadyCount, type SteadyCount } from '../../detectors/steady-count.js';
import { EVIDENCE_SCALES, HOURLY_SCALE, type Reference } from './reference.js';
import { FAILURES_STREAM, LATENCY_STREAM, VOLUME_STREAM } from './streams/stream-names.js';

export interface Nights {
  /** Where one night ends and the next begins, ms after midnight UTC: the middle of the longest stretch without rows. */
  readonly offset: number;
  readonly rows: SteadyCount;
}

const DAY = 86_400_000;
const FINEST = Math.min(...EVIDENCE_SCALES);
/** Part of all rows that an hour may have and still be quiet: a test call is no batch. */
const QUIET_SHARE = 0.002;

/** @returns null where no hour of the reference is quiet, or it has too few nights */
export function nightsOf({ hourly, data, from, to }: Reference): Nights | null {
  const isRows = ({ stream, scale }: EvidencePane) =>
    stream === FAILURES_STREAM && (scale === HOURLY_SCALE || scale === FINEST);
  const fine = (hourly ?? []).filter(isRows);
  const panes = fine.length > 0 ? fine : data.filter(isRows);
  const width = panes[0]?.scale;
  if (width === undefined) return null;
  const offset = quietMiddle(panes, width);
  if (offset === null) return null;
  const rows = new Map<number, number>();
  for (const { start, n } of panes) {
    const night = nightStart(start, offset);
    rows.set(night, (rows.get(night) ?? 0) + n);
  }
  const periods: { kind: number; rows: number }[] = [];
  for (let start = nightStart(from - 1, offset) + DAY; start + DAY <= to; start += DAY) {
    periods.push({ kind: kindOf(start), rows: rows.get(start) ?? 0 });
  }
  const fitted = fitSteadyCount(periods, WEEKDAYS);
  return fitted && { offset, rows: fitted };
}

/** Start of the night that a time lies in. */
export function nightStart(time: number, offset: number): number {
  return Math.floor((time - offset) / DAY) * DAY + offset;
}

const WEEKDAYS = 7;
export function kindOf(start: number): number {
  return Math.floor(start / DAY) % WEEKDAYS;
}

/** The longest run of quiet slots of the day, which has no end; its middle, at a slot's beginning. */
function quietMiddle(panes: readonly EvidencePane[], width: number): number | null {
  const slots = Array.from<number>({ length: DAY / width }).fill(0);
  let all = 0;
  for (const { start, n } of panes) {
    const slot = (start % DAY) / width;
    slots[slot] = (slots[slot] ?? 0) + n;
    all += n;
  }
  const isQuiet = slots.map((rows) => rows <= QUIET_SHARE * all);
  let [best, first] = [0, 0];
  for (let begin = 0; begin < slots.length; begin++) {
    let length = 0;
    while (length < slots.length && isQuiet[(begin + length) % slots.length]) length++;
    if (length > best) [best, first] = [length, begin];
  }
  if (best === 0 || best === slots.length) return null;
  return ((first + Math.ceil(best / 2)) % slots.length) * width;
}

/** On the finest panes a batch is a storm between two silences: nothing of the kind is evidence there. */
export function isOfCadence({ stream }: Pick<EvidencePane, 'stream'>): boolean {
  return stream === VOLUME_STREAM || stream === LATENCY_STREAM;
}
