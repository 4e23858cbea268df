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
export type CohortsInProgress = Map<string, CohortInProgress>;

interface CohortInProgress {
  readonly version: string;
  readonly start: number;
  readonly revision: number;
  readonly share: number;
  readonly pane: CohortPane;
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
  const key = `${start}\t${revision}\t${share}\t${version}`;
  let own = cohorts.get(key);
  if (!own) cohorts.set(key, (own = { version, start, revision, share, pane: emptyCohort() }));
  addToCohort(own.pane, pair, happenedAt - predictedAt);
}

export function cohortDeltas(cohorts: CohortsInProgress): CohortDelta[] {
  return [...cohorts.values()].map(({ version, start, revision, share, pane }) => {
    // As panes are: what it would be had each row come so many times.
    for (let doubled = 0; doubled < share; doubled++) mergeCohort(pane, cohortFromJson(cohortToJson(pane)));
    return { version, start, revision, pane: cohortToJson(pane) };
  });
}
