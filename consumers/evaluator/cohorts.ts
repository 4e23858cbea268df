import {
  cohortFromJson,
  emptyCohort,
  mergeCohort,
  type CohortPane,
} from '../../src/aggregates/cohort-pane.js';
import type { Task } from '../../src/events/event.js';
import type { CohortSettings } from '../../src/estimates/revisions.js';
import { cohortValues } from '../../src/metrics/cohort-metrics.js';
import type { MetricsRecord } from '../../src/records/feed.js';
import type { CohortDelta } from '../../src/records/profile.js';
import { paneStart } from '../../src/stream/settings.js';
import { compareNames } from './name-order.js';

/** The predictions of one version in one stretch of time that may still get outcomes. Plain data. */
export interface OpenCohort {
  readonly version: string;
  readonly start: number;
  /** Of closed panes, failed ones included. */
  predictions: number;
  /** Outcomes by the first revision that holds them. */
  readonly revisions: CohortPane[];
  /** So many revisions have been told. */
  told: number;
}

/** By version and start. A cohort leaves with its last revision, so there is a horizon's worth of them at most. */
export type OpenCohorts = Map<string, OpenCohort>;

/** Counts the predictions of a closed pane of all rows. @param time  the pane's start */
export function addPredictionsToCohort(
  cohorts: OpenCohorts,
  version: string,
  time: number,
  predictions: number,
  settings: CohortSettings,
): void {
  cohortOf(cohorts, version, paneStart(time, settings.width), settings).predictions += predictions;
}

/** @returns false where that revision has been told already, or is none of a horizon that has changed: nothing was added */
export function addOutcomesToCohort(
  cohorts: OpenCohorts,
  { version, start, revision, pane }: CohortDelta,
  settings: CohortSettings,
  until: number,
): boolean {
  const age = settings.ages[revision];
  if (age === undefined || start + settings.width + age <= until) return false;
  const own = cohortOf(cohorts, version, start, settings).revisions[revision];
  if (own) mergeCohort(own, cohortFromJson(pane));
  return own !== undefined;
}

function cohortOf(
  cohorts: OpenCohorts,
  version: string,
  start: number,
  { ages }: CohortSettings,
): OpenCohort {
  const key = `${start}\t${version}`;
  let cohort = cohorts.get(key);
  if (!cohort) {
    cohort = { version, start, predictions: 0, revisions: ages.map(emptyCohort), told: 0 };
    cohorts.set(key, cohort);
  }
  return cohort;
}

/** A revision of a cohort as a record of metrics. */
export type CohortMetrics = Omit<MetricsRecord, 'v' | 'kind' | 'model'>;

/**
 * The revisions that are due: nothing that belongs into them is still expected. In the order of the moments at which they
 * are, whatever the steps in which the watermark came there. Cohorts whose last revision it was are forgotten.
 *
 * @param mark  of the outcomes: the smaller of both watermarks
 */
export function dueRevisions(
  cohorts: OpenCohorts,
  task: Task,
  mark: number,
  { width, ages }: CohortSettings,
): CohortMetrics[] {
  const due: { readonly moment: number; readonly cohort: OpenCohort; readonly revision: number }[] = [];
  for (const [key, cohort] of cohorts) {
    const end = cohort.start + width;
    // Fewer than there were, where the horizon has changed since.
    const tellings = Math.min(ages.length, cohort.revisions.length);
    for (; cohort.told < tellings; cohort.told++) {
      const moment = end + (ages[cohort.told] as number);
      if (moment > mark) break;
      due.push({ moment, cohort, revision: cohort.told });
    }
    if (cohort.told >= tellings) cohorts.delete(key);
  }
  due.sort(
    (a, b) =>
      a.moment - b.moment ||
      a.cohort.start - b.cohort.start ||
      compareNames(a.cohort.version, b.cohort.version),
  );
  return due.map(({ cohort, revision }) => {
    const { version, start, predictions, revisions } = cohort;
    const outcomes = emptyCohort();
    for (const part of revisions.slice(0, revision + 1)) mergeCohort(outcomes, part);
    return {
      version,
      segment: '',
      side: 'cohort',
      resolution: 'cohort',
      start,
      end: start + width,
      n: outcomes.n,
      revision: { index: revision, of: ages.length, age: ages[revision] as number },
      values: cohortValues({ predictions, outcomes }, task),
    };
  });
}
