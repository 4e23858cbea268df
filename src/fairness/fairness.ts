import { seededRandom, type Random } from '../../detectors/random.js';
import type { AttributeCounts } from './attribute-counts.js';
import { CRITERIA, type Criterion } from './criteria.js';
import { widestGap, type Gap } from './gap.js';
import { groupRates, type GroupRate } from './group-rate.js';
import type { Interval, NoInterval } from './interval.js';
import { rateIntervals } from './rate-intervals.js';
import type { RateName } from './rates.js';

export interface FairnessOptions {
  /** The label that people want to be given: '1'. */
  readonly favourable?: string;
  /**
   * A group with fewer rows of the rate's denominator is suppressed, by default below 50: its rate would be noise, and may
   * give single people away.
   */
  readonly leastRows?: number;
  /** With which all intervals of a rate's groups hold together, and so those of the gaps: .95. */
  readonly confidence?: number;
  /** For the simulation inside the intervals; by default seeded, so that equal counts give equal intervals. */
  readonly random?: Random;
}

/** A rate of one group. */
export interface RateOfGroup {
  readonly rate: RateName;
  readonly group: string;
  /** The rate's denominator. */
  readonly rows: number;
  readonly value: number;
  readonly interval: Interval | NoInterval;
}

/** How alike a model treats the groups of an attribute. */
export interface Fairness {
  readonly criterion: Criterion;
  readonly rates: readonly RateOfGroup[];
  /** Groups with too few rows of a rate's denominator: how many they have, and nothing else of them. */
  readonly suppressed: readonly {
    readonly rate: RateName;
    readonly group: string;
    readonly rows: number;
  }[];
  readonly leastRows: number;
  readonly difference: Gap;
  readonly ratio: Gap;
}

const LEAST_ROWS = 50;
const CONFIDENCE = 0.95;
const SEED = 1;

/**
 * Compares the groups of an attribute by one criterion. Values are fairlearn's; intervals take the panes as the units that
 * vary independently (so give panes of a whole season, a day, where seasons matter), and one pane alone has none.
 *
 * @param panes  disjoint ones
 * @throws RangeError for a confidence that is not between 0 and 1, or a `leastRows` below 1
 * @example
 * const day = emptyAttribute();
 * for (const predicted of ['1', '1', '1', '0']) addToAttribute(day, 'women', { predicted, actual: '1' });
 * for (const predicted of ['1', '0', '1', '0']) addToAttribute(day, 'men', { predicted, actual: '1' });
 * fairness([day], 'equal-opportunity', { leastRows: 4 }).difference.value; // 0.25
 */
export function fairness(
  panes: readonly AttributeCounts[],
  criterion: Criterion,
  options: FairnessOptions = {},
): Fairness {
  const { favourable = '1', leastRows = LEAST_ROWS, confidence = CONFIDENCE } = options;
  if (!(leastRows >= 1)) throw new RangeError(`leastRows is 1 or more, not ${leastRows}`);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence is between 0 and 1, not ${confidence}`);
  }
  const random = options.random ?? seededRandom(SEED);
  const all = CRITERIA[criterion].map((rate) => groupRates(panes, rate, favourable));
  const shown = all.map((groups) => groups.filter(({ rows }) => rows >= leastRows));
  return {
    criterion,
    rates: shown.flatMap((groups) => withIntervals(groups, confidence, random)),
    suppressed: all
      .flat()
      .filter(({ rows }) => rows < leastRows)
      .map(({ rate, group, rows }) => ({ rate, group, rows })),
    leastRows,
    difference: widestGap(shown, 'difference', confidence, random),
    ratio: widestGap(shown, 'ratio', confidence, random),
  };
}

function withIntervals(groups: readonly GroupRate[], confidence: number, random: Random): RateOfGroup[] {
  const intervals = rateIntervals(groups, confidence, random);
  return groups.map(({ rate, group, rows, value }, index) => ({
    rate,
    group,
    rows,
    value,
    interval: intervals[index] ?? { low: null, high: null, reason: 'there are no panes' },
  }));
}
