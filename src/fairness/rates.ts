import { sumValue } from '../aggregates/exact-sum.js';
import type { GroupCounts } from './attribute-counts.js';

/** Sums over rows, which add up over panes: the value of a rate is (hits - expected) / rows. */
export interface Tally {
  /** The rate's denominator: the rows that it is about. */
  readonly rows: number;
  readonly hits: number;
  /** What the scores say the hits should be; 0 for rates that are held against nothing. */
  readonly expected: number;
}

/**
 * - `selection`: of all rows, those given the favourable label;
 * - `true-positive`, `false-positive`: the same, of the rows whose favourable label was true, or was not;
 * - `precision`: of the rows given the favourable label, those where it was true;
 * - `calibration`: how much more often label `1` happened than the scores said, of the rows with a score.
 */
export type RateName = 'selection' | 'true-positive' | 'false-positive' | 'precision' | 'calibration';

/** A rate of one group in one pane. */
export function tallyOf(rate: RateName, counts: GroupCounts, favourable: string): Tally {
  return rate === 'calibration' ? calibration(counts) : ofLabels(rate, counts, favourable);
}

function ofLabels(
  rate: Exclude<RateName, 'calibration'>,
  { confusion }: GroupCounts,
  favourable: string,
): Tally {
  let [rows, hits] = [0, 0];
  for (const [pair, count] of confusion) {
    const tab = pair.indexOf('\t');
    const given = pair.slice(0, tab) === favourable;
    const wasTrue = pair.slice(tab + 1) === favourable;
    if (!BASE[rate](given, wasTrue)) continue;
    rows += count;
    if (rate === 'precision' ? wasTrue : given) hits += count;
  }
  return { rows, hits, expected: 0 };
}

/** Which rows a rate is about. */
const BASE: Readonly<
  Record<Exclude<RateName, 'calibration'>, (given: boolean, wasTrue: boolean) => boolean>
> = {
  selection: () => true,
  'true-positive': (_, wasTrue) => wasTrue,
  'false-positive': (_, wasTrue) => !wasTrue,
  precision: (given) => given,
};

/** Exact: the histograms know the sums of their values. */
function calibration({ scores: { positive, negative } }: GroupCounts): Tally {
  return {
    rows: positive.n + negative.n,
    hits: positive.n,
    expected: sumValue(positive.sum) + sumValue(negative.sum),
  };
}
