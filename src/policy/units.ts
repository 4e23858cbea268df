/**
 * Where units begin: days at midnight of the model's zone in standard time, weeks on its Mondays. All other panes that are
 * wider than the base pane are aligned alike, so that a unit is made of whole ones. Everything that asks where a unit or a
 * wide pane begins asks here; what the evidence does inside is the calendar in `detectors/conformal/season.ts`.
 */
import { DAY, startOfUnit, unitOf, WEEK, type Season } from '../../detectors/conformal/season.js';

export { DAY, WEEK };

/** The units of one model. */
export interface Units {
  /** Length, ms: a day, or a week. */
  readonly unit: number;
  /** Standard time of the model's zone ahead of UTC, ms; absent: UTC. */
  readonly zoneOffset?: number | undefined;
}

export function seasonOf({ unit, zoneOffset = 0 }: Units): Season {
  return { unitMs: unit, zoneOffsetMs: zoneOffset };
}

/** First moment of the unit that holds `time`. */
export function unitStart(units: Units, time: number): number {
  const season = seasonOf(units);
  return startOfUnit(season, unitOf(season, time));
}

/** First moment of the first unit that begins at `time` or later. */
export function firstUnitFrom(units: Units, time: number): number {
  const start = unitStart(units, time);
  return start === time ? start : start + units.unit;
}

export function isUnitStart(units: Units, time: number): boolean {
  return unitStart(units, time) === time;
}

/** Whatever the unit: the days of the same zone. */
export function daysOf({ zoneOffset }: Pick<Units, 'zoneOffset'>): Units {
  return { unit: DAY, zoneOffset };
}

/** First moment of the day that holds `time`. */
export function dayStart(units: Pick<Units, 'zoneOffset'>, time: number): number {
  return unitStart(daysOf(units), time);
}

/** First moment of the pane of a width, at most a day, that holds `time`. Widths divide the day. */
export function widePaneStart(units: Pick<Units, 'zoneOffset'>, time: number, width: number): number {
  return unitStart({ unit: width, zoneOffset: units.zoneOffset }, time);
}
