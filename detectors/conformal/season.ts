/**
 * The calendar of the evidence: exchangeable units (a day), weeks of units, and the slot by which a pane is
 * matched with its like (hour of the unit x weekend).
 */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Units a week: what is left out together, and what the self-test resamples together. */
export const UNITS_PER_WEEK = 7;

export interface Season {
  /** Length of the exchangeable unit in milliseconds; neighbouring panes inside it resemble each other. */
  readonly unitMs: number;
  /** Offset of the model's time zone from UTC in milliseconds: local = UTC + offset. */
  readonly zoneOffsetMs: number;
}

/** Number of the unit that holds this moment, counted from 1970 in the model's time zone. */
export function unitOf(season: Season, time: number): number {
  return Math.floor((time + season.zoneOffsetMs) / season.unitMs);
}

/** First moment of a unit, epoch milliseconds. */
export function startOfUnit(season: Season, unit: number): number {
  return unit * season.unitMs - season.zoneOffsetMs;
}

/** Slots that panes of this scale fall into: positions in the unit, on workdays and on weekends. */
export function slotCount(season: Season, scale: number): number {
  return 2 * Math.round(season.unitMs / scale);
}

/** The slot of a pane: its position in the unit, the weekend's positions after the workdays'. */
export function slotOf(season: Season, scale: number, start: number): number {
  const local = start + season.zoneOffsetMs;
  const positions = Math.round(season.unitMs / scale);
  const position = Math.floor((local - Math.floor(local / season.unitMs) * season.unitMs) / scale);
  return isWeekend(local) ? positions + position : position;
}

/** 1970-01-01 was a Thursday: days 2 and 3 of every seven since are Saturday and Sunday. */
function isWeekend(localTime: number): boolean {
  const day = Math.floor(localTime / DAY);
  const sinceThursday = ((day % 7) + 7) % 7;
  return sinceThursday === 2 || sinceThursday === 3;
}
