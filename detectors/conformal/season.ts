/**
 * The calendar of the evidence: exchangeable units (a day, a week), weeks of units, and the slot by which a pane is
 * matched with its like (hour of the unit x weekend). The one place that says where a unit begins.
 */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** 1970-01-01 was a Thursday: its week had begun three days before, on Monday. */
const SINCE_MONDAY = 3 * DAY;

export interface Season {
  /** Length of the exchangeable unit in milliseconds; neighbouring panes inside it resemble each other. */
  readonly unitMs: number;
  /** Offset of the model's time zone from UTC in milliseconds: local = UTC + offset. */
  readonly zoneOffsetMs: number;
}

/** Units a week, at least one: what is left out together, and what the self-test resamples together. */
export function unitsPerWeek(season: Pick<Season, 'unitMs'>): number {
  return hasWeeks(season) ? 1 : 7;
}

/** Number of the unit that holds this moment, counted from 1970 in the model's time zone; weeks begin on Monday. */
export function unitOf(season: Season, time: number): number {
  return Math.floor((time + aheadBy(season)) / season.unitMs);
}

/** First moment of a unit, epoch milliseconds. */
export function startOfUnit(season: Season, unit: number): number {
  return unit * season.unitMs - aheadBy(season);
}

function hasWeeks({ unitMs }: Pick<Season, 'unitMs'>): boolean {
  return unitMs % WEEK === 0;
}

/** How far the clock by which units are whole multiples of their length is ahead of UTC, ms. */
function aheadBy(season: Season): number {
  return season.zoneOffsetMs + (hasWeeks(season) ? SINCE_MONDAY : 0);
}

/** Slots that panes of this scale fall into: positions in the unit, on workdays and on weekends. */
export function slotCount(season: Season, scale: number): number {
  return 2 * Math.round(season.unitMs / scale);
}

/** The slot of a pane: its position in the unit, the weekend's positions after the workdays'. */
export function slotOf(season: Season, scale: number, start: number): number {
  const positions = Math.round(season.unitMs / scale);
  const position = Math.floor((start - startOfUnit(season, unitOf(season, start))) / scale);
  // A pane as wide as a week has no kind of day.
  const isOfWeekend = scale < WEEK && isWeekend(start + season.zoneOffsetMs);
  return isOfWeekend ? positions + position : position;
}

/** 1970-01-01 was a Thursday: days 2 and 3 of every seven since are Saturday and Sunday. */
function isWeekend(localTime: number): boolean {
  const day = Math.floor(localTime / DAY);
  const sinceThursday = ((day % 7) + 7) % 7;
  return sinceThursday === 2 || sinceThursday === 3;
}
