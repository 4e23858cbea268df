/** A model that is asked in batches: when one batch's time ends and the next begins, and how many rows a batch has. */
import type { EvidencePane } from '../../detectors/pane.js';
import { fitSteadyCount, type SteadyCount } from '../../detectors/steady-count.js';
import { EVIDENCE_SCALES, HOURLY_SCALE, type Reference } from './reference.js';
import { FAILURES_STREAM, LATENCY_STREAM, VOLUME_STREAM } from './streams/stream-names.js';

/** How often a batch comes. */
export type BatchCadence = 'nightly' | 'weekly';

export interface Batches {
  /** From one batch to the next, ms. */
  readonly period: number;
  /** Where one batch's time ends and the next begins, ms after a period's start in UTC: the middle of the longest stretch without rows. */
  readonly offset: number;
  /** Batches of one kind are alike: nights of one weekday, all weeks. */
  readonly kinds: number;
  readonly rows: SteadyCount;
}

const DAY = 86_400_000;
const RHYTHMS = {
  nightly: { period: DAY, kinds: 7 },
  weekly: { period: 7 * DAY, kinds: 1 },
} as const;
const FINEST = Math.min(...EVIDENCE_SCALES);
/** Part of all rows that an hour may have and still be quiet: a test call is no batch. */
const QUIET_SHARE = 0.002;

/** From one batch to the next, ms. */
export const periodOf = (cadence: BatchCadence): number => RHYTHMS[cadence].period;

/** @returns null where no hour of the period is quiet, or the reference has too few batches */
export function batchesOf({ hourly, data, from, to }: Reference, cadence: BatchCadence): Batches | null {
  const isRows = ({ stream, scale }: EvidencePane) =>
    stream === FAILURES_STREAM && (scale === HOURLY_SCALE || scale === FINEST);
  const fine = (hourly ?? []).filter(isRows);
  const panes = fine.length > 0 ? fine : data.filter(isRows);
  const width = panes[0]?.scale;
  if (width === undefined) return null;
  const { period, kinds } = RHYTHMS[cadence];
  const offset = quietMiddle(panes, width, period);
  if (offset === null) return null;
  const place = { period, offset, kinds };
  const rows = new Map<number, number>();
  for (const { start, n } of panes) {
    const batch = batchStart(start, place);
    rows.set(batch, (rows.get(batch) ?? 0) + n);
  }
  const whole: { kind: number; rows: number }[] = [];
  for (let start = batchStart(from - 1, place) + period; start + period <= to; start += period) {
    whole.push({ kind: kindOf(start, place), rows: rows.get(start) ?? 0 });
  }
  const fitted = fitSteadyCount(whole, kinds);
  return fitted && { ...place, rows: fitted };
}

/** Where the time of the batch begins that a time lies in. */
export function batchStart(time: number, { period, offset }: Pick<Batches, 'period' | 'offset'>): number {
  return Math.floor((time - offset) / period) * period + offset;
}

export function kindOf(start: number, { period, kinds }: Pick<Batches, 'period' | 'kinds'>): number {
  return Math.floor(start / period) % kinds;
}

/** The longest run of quiet slots of the period, which has no end; its middle, at a slot's beginning. */
function quietMiddle(panes: readonly EvidencePane[], width: number, period: number): number | null {
  const slots = Array.from<number>({ length: period / width }).fill(0);
  let all = 0;
  for (const { start, n } of panes) {
    const slot = Math.floor((start % period) / width);
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
  // Hours of a zone that is half an hour off begin in the middle of those of UTC.
  const ahead = (panes[0]?.start ?? 0) % width;
  return ((first + Math.ceil(best / 2)) % slots.length) * width + ahead;
}

/** On the finest panes a batch is a storm between two silences: nothing of the kind is evidence there. */
export function isOfCadence({ stream }: Pick<EvidencePane, 'stream'>): boolean {
  return stream === VOLUME_STREAM || stream === LATENCY_STREAM;
}
