import type { GroupRate } from './group-rate.js';
import type { NoInterval } from './interval.js';
import type { Spread } from './max-t.js';

/** Rates differ by subtraction, or by division: on the logarithmic scale that is a subtraction too. */
export type Scale = 'difference' | 'ratio';

/**
 * How much rates vary, and vary together, from pane to pane (rows of one pane are not independent: a storm moves them
 * all), and never less than single rows vary. Or why that cannot be told.
 */
export function spreadOfRates(rates: readonly GroupRate[], scale: Scale): Spread | NoInterval {
  const sparse = rates.find(({ panes }) => panes < 2);
  if (sparse !== undefined) {
    const reason = `group ${sparse.group} has rows in ${sparse.panes} pane only: an interval needs two or more`;
    return { low: null, high: null, reason };
  }
  const panes = rates[0]?.influence.length ?? 0;
  const slopes = rates.map(({ logSlope }) => (scale === 'ratio' ? logSlope : 1));
  const covariance = rates.map((a, i) =>
    rates.map((b, j) => {
      const together = a.influence.reduce((sum, moved, pane) => sum + moved * (b.influence[pane] ?? 0), 0);
      const between = (together * (slopes[i] ?? 1) * (slopes[j] ?? 1) * panes) / (panes - 1);
      if (i !== j) return between;
      return Math.max(between, scale === 'ratio' ? a.logRowVariance : a.rowVariance);
    }),
  );
  return { covariance, degrees: Math.min(...rates.map((rate) => rate.panes)) - 1 };
}
