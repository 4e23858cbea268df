/**
 * Over which panes the effect of an alarm is asked: since the onset, at least three days (one odd day is no effect)
 * and at most seven (so that a change which has passed is not found in what it left behind).
 */
import { DAY } from './conformal/season.js';

export const LEAST_EFFECT_WINDOW = 3 * DAY;
export const MOST_EFFECT_WINDOW = 7 * DAY;
/** Units that evidence stays valid for while the effect has not arrived. */
export const LATCH_UNITS = 14;

/** Panes that start at or after `from` and end by `to`, epoch milliseconds. */
export interface EffectWindow {
  readonly from: number;
  readonly to: number;
}

/** @param onset of the evidence, or null where it has none; @param now end of the deciding pane */
export function effectWindow(onset: number | null, now: number): EffectWindow {
  const sinceOnset = onset === null ? LEAST_EFFECT_WINDOW : now - onset;
  const length = Math.min(MOST_EFFECT_WINDOW, Math.max(LEAST_EFFECT_WINDOW, sinceOnset));
  return { from: now - length, to: now };
}
