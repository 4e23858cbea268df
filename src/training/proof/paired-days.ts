/**
 * Two models compared by day. Rows of a day share its weather, so rows are no independent trials: McNemar on rows has a
 * type I error of .16-.35 on real flights. Days are the trials: one mean difference a day, a one-sided paired t-test.
 */
import type { HeldOutDay } from '../port.js';
import { studentTLowerTail } from './student-t.js';
import { blocksBefore, dayMs } from './time-blocks.js';

/** With fewer days than this there is no verdict. */
export const fewestDays = 5;

/**
 * Mean difference of losses (challenger minus champion) of each day that has rows, oldest first.
 * @param to exclusive end of the held-out range, epoch ms; days count back from it
 */
export function differencesByDay(
  times: Float64Array,
  challengerLosses: Float64Array,
  championLosses: Float64Array,
  to: number,
): HeldOutDay[] {
  const days = new Map<number, { rows: number; sum: number }>();
  times.forEach((time, row) => {
    const key = blocksBefore(to, time, dayMs);
    const day = days.get(key) ?? { rows: 0, sum: 0 };
    day.rows++;
    day.sum += (challengerLosses[row] as number) - (championLosses[row] as number);
    days.set(key, day);
  });
  return [...days]
    .sort(([a], [b]) => b - a)
    .map(([key, { rows, sum }]) => ({ from: to - (key + 1) * dayMs, rows, difference: sum / rows }));
}

/**
 * One-sided p of "the challenger's loss is not lower": t = mean / (sd / sqrt(n)) of the days' differences, P(T(n-1) <= t).
 * @returns undefined below `fewestDays` days
 */
export function pairedDaysTest(differences: readonly number[]): number | undefined {
  const n = differences.length;
  if (n < fewestDays) return undefined;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  // Every day alike: certainty, in either direction; no difference at all proves nothing.
  if (variance === 0) return mean < 0 ? 0 : 1;
  return studentTLowerTail(mean / Math.sqrt(variance / n), n - 1);
}
