import { dayStart, type Units } from '../policy/units.js';
import { emptyDelays, mergeDelays } from '../aggregates/delay-counts.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import {
  emptyLossesByFeature,
  mergeLossesByFeature,
  type LossesByFeature,
} from '../aggregates/losses-by-feature.js';

/** The joined rows of one stretch of time: all of them by feature, and those of each segment. */
export interface JoinedPane {
  /** Epoch ms, event time. */
  readonly start: number;
  readonly whole: LossesByFeature;
  /** By `name=value`. */
  readonly segments: Map<string, LossesByFeature>;
  /** Rows by how long the outcome took: `delayBucket`. Absent where that was not counted yet. */
  delays?: number[];
}

/** Joined rows by the start of their day: what base panes of outcomes add up to. */
export type JoinedDays = Map<number, JoinedPane>;

/**
 * Adds a closed pane of outcomes to the day in which it lies.
 *
 * @param segment `''` for all rows, else `name=value`
 */
export function addJoined(
  days: JoinedDays,
  units: Pick<Units, 'zoneOffset'>,
  start: number,
  segment: string,
  { byFeature, delays }: Pick<OutcomePane, 'byFeature' | 'delays'>,
): void {
  // Panes from before rows carried features have none.
  if (!byFeature) return;
  const begin = dayStart(units, start);
  let day = days.get(begin);
  if (!day) days.set(begin, (day = { start: begin, whole: emptyLossesByFeature(), segments: new Map() }));
  if (segment === '') {
    mergeLossesByFeature(day.whole, byFeature);
    if (delays) mergeDelays((day.delays ??= emptyDelays()), delays);
    return;
  }
  let own = day.segments.get(segment);
  if (!own) day.segments.set(segment, (own = emptyLossesByFeature()));
  mergeLossesByFeature(own, byFeature);
}
