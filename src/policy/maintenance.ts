import type { QuietWindow } from './policy.js';

/** A maintenance window as people say it: once, or in every week. */
export interface MaintenanceWindow {
  /** Epoch ms, event time. */
  readonly from?: number;
  readonly to?: number;
  readonly every?: {
    /** Days on which it begins: 0 = Monday. */
    readonly days: readonly number[];
    /** Minutes after midnight. */
    readonly from: number;
    /** How long, in minutes. */
    readonly minutes: number;
  };
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const WEEK = 7 * DAY;
/** The first Monday since the epoch, 5 January 1970: a week counts from there, as far back as one likes. */
const MONDAY = 4 * DAY;

/** @param zoneOffset how far the clock that `every` is told by is ahead of UTC, ms */
export function quietWindows({ from, to, every }: MaintenanceWindow, zoneOffset: number): QuietWindow[] {
  if (every) {
    return every.days.map((day) => {
      const begin = MONDAY + day * DAY + every.from * MINUTE - zoneOffset;
      return { from: begin, to: begin + every.minutes * MINUTE, every: WEEK };
    });
  }
  return from === undefined || to === undefined ? [] : [{ from, to, every: null }];
}
