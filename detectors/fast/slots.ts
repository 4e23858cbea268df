/** The slot in which a narrow pane is matched with its like: the hour of the unit, on workdays and on weekends. */
import { HOUR, type Season, slotCount, slotOf } from '../conformal/season.js';

export interface FastSeason extends Season {
  /** Width of the panes. */
  readonly scale: number;
}

/** Width of a slot: an hour, or the pane where that is wider; a unit that hours do not divide is one slot. */
function slotWidth({ unitMs, scale }: FastSeason): number {
  if (scale >= HOUR) return scale;
  return unitMs % HOUR === 0 && HOUR % scale === 0 ? HOUR : unitMs;
}

export function fastSlotCount(season: FastSeason): number {
  return slotCount(season, slotWidth(season));
}

export function fastSlotOf(season: FastSeason, start: number): number {
  return slotOf(season, slotWidth(season), start);
}
