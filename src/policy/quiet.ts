import type { QuietWindow } from './policy.js';

/** Whether a stretch of event time, [start, end), touches a maintenance window. */
export function isQuiet(windows: readonly QuietWindow[], start: number, end: number): boolean {
  return windows.some(({ from, to, every }) => {
    if (every === null) return start < to && end > from;
    if (end <= from) return false;
    const turn = from + Math.floor((start - from) / every) * every;
    // A long stretch can touch the window of this turn or of the next one.
    return [turn, turn + every].some((begin) => begin >= from && start < begin + (to - from) && end > begin);
  });
}
