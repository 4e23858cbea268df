/**
 * Days and weeks, counted back from the end of a range: every block is whole, the newest one too, and holds each hour of
 * the day once, whatever the time zone.
 */

export const dayMs = 86_400_000;
export const weekMs = 7 * dayMs;

/** 0 = the newest block of `blockMs`, which ends at `to` (exclusive). */
export function blocksBefore(to: number, time: number, blockMs: number): number {
  return Math.floor((to - 1 - time) / blockMs);
}

/** The index of the first row that is held out; rows are in order of time. */
export function firstHeldOutRow(times: Float64Array, to: number, holdoutMs: number): number {
  const cut = to - holdoutMs;
  const first = times.findIndex((time) => time >= cut);
  return first < 0 ? times.length : first;
}

/** More folds than this cost more models than they add: older weeks share a fold. */
const maxFolds = 8;
/** Folds of a range that is shorter than two weeks. */
const shortRangeFolds = 4;

/**
 * The fold of each row, 0..folds-1, for cross-fitting by week: neighbouring rows resemble each other, so a fold is whole
 * weeks (with more than eight of them, every eighth). A range below two weeks is cut into four stretches of time.
 */
export function weekFolds(
  times: Float64Array,
  to: number,
): { readonly folds: number; readonly foldOf: Uint8Array } {
  const range = to - (times[0] ?? to);
  const blockMs = range >= 2 * weekMs ? weekMs : Math.max(1, Math.ceil(range / shortRangeFolds));
  const blocks = Math.ceil(range / blockMs);
  const folds = Math.min(blocks, maxFolds);
  return { folds, foldOf: Uint8Array.from(times, (time) => blocksBefore(to, time, blockMs) % folds) };
}
