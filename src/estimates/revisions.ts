/**
 * Performance by prediction time is told again as outcomes come, at fixed ages of the cohort (the predictions of one
 * stretch of time), so that what is said does not depend on when outcomes happen to arrive: revision i holds the outcomes
 * that were known, in event time, before the cohort was `ages[i]` old. A cohort is compared with others at the SAME age.
 */

const HOUR = 3_600_000;
const EARLY_AGES: readonly number[] = [HOUR, 6 * HOUR, 24 * HOUR];

/** Cohorts are at least so wide, ms: finer ones would cost a delta each and say little. */
export const LEAST_COHORT = HOUR;
/** So many cohorts may wait for outcomes at once: with a longer horizon they are wider. */
export const MOST_OPEN_COHORTS = 200;

/**
 * Width of a cohort, ms: the base pane, an hour, six or a day, the first that holds whole base panes, is an hour at least,
 * and keeps the number of open ones bounded.
 */
export function cohortWidth(pane: number, horizon: number): number {
  const widths = [pane, HOUR, 6 * HOUR, 24 * HOUR].filter((w) => w >= LEAST_COHORT && w % pane === 0);
  return widths.find((w) => horizon / w <= MOST_OPEN_COHORTS) ?? Math.max(...widths);
}

/**
 * Ages of the revisions, ms after the cohort's end, ascending: an hour, six, a day, and the horizon, after which no outcome
 * is taken.
 * @example revisionAges(7_200_000); // 3600000,7200000
 */
export function revisionAges(horizon: number): number[] {
  return [...EARLY_AGES.filter((age) => age < horizon), horizon];
}

/**
 * The first revision that holds an outcome.
 * @param end  of the cohort, epoch ms
 * @param known  when prediction and outcome were both there, epoch ms of event time
 * @example revisionOf(0, 3_600_000, [3_600_000, 7_200_000]); // 1
 */
export function revisionOf(end: number, known: number, ages: readonly number[]): number {
  const at = ages.findIndex((age) => known < end + age);
  return at < 0 ? ages.length - 1 : at;
}

/** How a model's predictions are put into cohorts. */
export interface CohortSettings {
  /** ms */
  readonly width: number;
  /** `revisionAges` */
  readonly ages: readonly number[];
}

export function cohortsOf({
  pane,
  horizon,
}: {
  readonly pane: number;
  readonly horizon: number;
}): CohortSettings {
  return { width: cohortWidth(pane, horizon), ages: revisionAges(horizon) };
}
