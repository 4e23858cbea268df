import {
  addToCohort,
  cohortFromJson,
  cohortToJson,
  emptyCohort,
  mergeCohort,
  type CohortPane,
} from '../../src/aggregates/cohort-pane.js';
import { revisionOf, type CohortSettings } from '../../src/estimates/revisions.js';
import type { CohortDelta } from '../../src/records/profile.js';
import type { Pair } from '../../src/stream/pair.js';
import { paneStart } from '../../src/stream/settings.js';

/** The outcomes of one batch by version, cohort, revision and the share of rows that are kept. */
export interface CohortsInProgress {
  readonly all: Map<string, CohortInProgress>;
  /** The cohort touched last: outcomes come in runs of the same one. */
  last: CohortInProgress | null;
}

interface CohortInProgress {
  readonly version: string;
  readonly start: number;
  readonly share: number;
  /** By revision; absent: no outcome of it. */
  readonly revisions: (CohortPane | undefined)[];
}

export function emptyCohorts(): CohortsInProgress {
  return { all: new Map(), last: null };
}

/** @param share the pair stands for 2^share pairs: 0 unless records were sampled out */
export function addPairToCohorts(
  cohorts: CohortsInProgress,
  pair: Pair,
  share: number,
  { width, ages }: CohortSettings,
): void {
  const { version, predictedAt, happenedAt } = pair;
  const start = paneStart(predictedAt, width);
  const revision = revisionOf(start + width, Math.max(predictedAt, happenedAt), ages);
  const { revisions } = cohortOf(cohorts, version, start, share);
  addToCohort((revisions[revision] ??= emptyCohort()), pair, happenedAt - predictedAt);
}

function cohortOf(
  cohorts: CohortsInProgress,
  version: string,
  start: number,
  share: number,
): CohortInProgress {
  const { last } = cohorts;
  if (last !== null && last.start === start && last.version === version && last.share === share) return last;
  const key = `${start}\t${share}\t${version}`;
  let own = cohorts.all.get(key);
  if (own === undefined) cohorts.all.set(key, (own = { version, start, share, revisions: [] }));
  cohorts.last = own;
  return own;
}

export function cohortDeltas({ all }: CohortsInProgress): CohortDelta[] {
  return [...all.values()].flatMap(({ version, start, share, revisions }) =>
    [...revisions.entries()].flatMap(([revision, pane]) => {
      if (pane === undefined) return [];
      // As panes are: what it would be had each row come so many times.
      for (let doubled = 0; doubled < share; doubled++) mergeCohort(pane, cohortFromJson(cohortToJson(pane)));
      return [{ version, start, revision, pane: cohortToJson(pane) }];
    }),
  );
}
