/**
 * Shiryaev-Roberts sum of e-processes that start at every unit: M = (M + 1) e. While nothing changes M - t is a
 * supermartingale, so with an alarm at M >= A the expected number of false alarms in T units is at most T / A.
 *
 * @param before the sum after the previous unit, 0 at the start and after an alarm
 * @param eValue of this unit, at least 0, mean at most 1 while nothing changes
 */
export function shiryaevRoberts(before: number, eValue: number): number {
  return Math.min(MOST, (before + 1) * eValue);
}

/** Keeps the sum finite in JSON through any storm; far above every threshold. */
const MOST = 1e300;
