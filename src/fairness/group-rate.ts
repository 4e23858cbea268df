import type { AttributeCounts } from './attribute-counts.js';
import { tallyOf, type RateName, type Tally } from './rates.js';

/** A rate of one group over all panes, and how each pane moved it: the linearised ratio of two sums. */
export interface GroupRate {
  readonly rate: RateName;
  readonly group: string;
  /** The rate's denominator over all panes, above 0. */
  readonly rows: number;
  /** Panes in which the group has any of these rows. */
  readonly panes: number;
  readonly value: number;
  /** By pane: by how much it moved the rate. They sum to 0; their squares say how much the rate varies between panes. */
  readonly influence: readonly number[];
  /** The variance that single rows alone would cause: no estimate from panes may be below it. */
  readonly rowVariance: number;
  /** The logarithm of the rate, never infinite: a rate without hits counts half a hit. NaN for `calibration`. */
  readonly log: number;
  /** The variance that single rows cause in the logarithm. */
  readonly logRowVariance: number;
  /** What one unit of `influence` moves the logarithm by. */
  readonly logSlope: number;
}

/** The rate of each group that has rows for it, in the order of their names. */
export function groupRates(
  panes: readonly AttributeCounts[],
  rate: RateName,
  favourable: string,
): GroupRate[] {
  const groups = new Set(panes.flatMap((pane) => [...pane.groups.keys()]));
  return [...groups]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((group) => {
      const tallies = panes.map(({ groups }) => {
        const counts = groups.get(group);
        return counts === undefined ? NOTHING : tallyOf(rate, counts, favourable);
      });
      return groupRate(rate, group, tallies);
    });
}

const NOTHING: Tally = { rows: 0, hits: 0, expected: 0 };

function groupRate(rate: RateName, group: string, tallies: readonly Tally[]): GroupRate {
  let [rows, hits, expected, panes] = [0, 0, 0, 0];
  for (const tally of tallies) {
    rows += tally.rows;
    hits += tally.hits;
    expected += tally.expected;
    if (tally.rows > 0) panes++;
  }
  const value = (hits - expected) / rows;
  // Half a hit more on each side: rates of 0 and 1 have not been seen to be certain.
  const share = (hits + 0.5) / (rows + 1);
  const rowVariance = (share * (1 - share)) / rows;
  const positive = hits > 0 ? value : share;
  return {
    rate,
    group,
    rows,
    panes,
    value,
    influence: tallies.map((tally) => (tally.hits - tally.expected - value * tally.rows) / rows),
    rowVariance,
    log: rate === 'calibration' ? NaN : Math.log(positive),
    logRowVariance: (1 - share) / (share * rows),
    logSlope: 1 / positive,
  };
}
