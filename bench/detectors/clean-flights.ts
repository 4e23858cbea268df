/** Panes of flights by week, for streams in which nothing changes but what changes between any weeks. */
import type { EvidencePane } from '../../detectors/evidence.js';
import { type Random, randomIndex } from '../../detectors/random.js';
import { type Encoded } from '../flights/lateness-model.js';
import { DAY, panesOf, scoreCrossFitted } from '../flights/panes.js';
import type { Flights } from '../flights/rows.js';
import type { Track } from '../flights/watch.js';

export const WEEK = 7 * DAY;
export const FIRST_WEEK = Date.UTC(2001, 0, 8);
/** Whole weeks to June 24. */
export const WEEKS = 24;
/** Weeks of Feb 12 and 19: a day of 41% late flights, and the storm of Feb 22-25. Something did change there. */
export const STORM_WEEKS: readonly number[] = [5, 6];

/** By track, by week. */
export type FlightWeeks = Readonly<Record<Track, readonly (readonly EvidencePane[])[]>>;

/** @param crossFitted weeks from the first that are scored by models which have not seen them: all, unless in haste */
export function flightWeeks(flights: Flights, encoded: Encoded, crossFitted = WEEKS): FlightWeeks {
  const scored = scoreCrossFitted(flights, encoded, FIRST_WEEK, FIRST_WEEK + crossFitted * WEEK);
  const { data, performance } = panesOf(flights, scored);
  return { data: byWeek(data), performance: byWeek(performance) };
}

function byWeek(panes: readonly EvidencePane[]): EvidencePane[][] {
  const weeks: EvidencePane[][] = Array.from({ length: WEEKS }, () => []);
  for (const pane of panes) {
    const week = Math.floor((pane.start - FIRST_WEEK) / WEEK);
    if (pane.start + pane.scale <= FIRST_WEEK + (week + 1) * WEEK) weeks[week]?.push(pane);
  }
  return weeks;
}

export interface Split {
  readonly reference: readonly number[];
  readonly live: readonly number[];
}

/** Weeks in random order: the first ones are the reference, so that nothing but chance divides it from the others. */
export function randomSplit(random: Random, weeks: readonly number[], ofReference: number): Split {
  const order = [...weeks];
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomIndex(random, last + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return { reference: order.slice(0, ofReference), live: order.slice(ofReference) };
}

/** The panes of these weeks, moved to follow each other from the first week on. */
export function onEnd(weeks: readonly (readonly EvidencePane[])[], which: readonly number[]): EvidencePane[] {
  return which.flatMap((week, place) =>
    (weeks[week] ?? []).map((pane) => ({ ...pane, start: pane.start + (place - week) * WEEK })),
  );
}
