import type { AttributeCounts } from './attribute-counts.js';
import { CRITERIA, type Criterion } from './criteria.js';
import { tallyOf, type RateName } from './rates.js';

/** Criteria that compare rates: calibration is signed, and no gap of it opens. */
export type GapCriterion = Exclude<Criterion, 'calibration'>;

/** A rate of one group over some rows: hits / rows. */
export interface GroupTally {
  readonly rate: RateName;
  readonly group: string;
  readonly rows: number;
  readonly hits: number;
}

/** The rates that a criterion compares, of each group that has rows for them; by rate, then by the names of the groups. */
export function groupTallies(
  counts: AttributeCounts,
  criterion: GapCriterion,
  favourable: string,
): GroupTally[] {
  const groups = [...counts.groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return CRITERIA[criterion].flatMap((rate) =>
    groups
      .map(([group, own]) => ({ group, ...tallyOf(rate, own, favourable) }))
      .filter(({ rows }) => rows > 0)
      .map(({ group, rows, hits }) => ({ rate, group, rows, hits })),
  );
}
