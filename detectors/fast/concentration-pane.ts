/**
 * How much of a feature stands in its fullest bin, as a rate of its own: a frozen feature is all in one bin, wherever
 * that is. Where days differ much, a distance between shares cannot say how odd that is; this rate can.
 */
import type { DistributionPane, RatePane } from '../pane.js';

/** Stream `frozen:NAME`: the rows of the fullest bin, of all rows. */
export function concentrationPane({ stream, scale, start, n, counts }: DistributionPane): RatePane {
  const errors = counts.reduce((most, count) => Math.max(most, count), 0);
  return { kind: 'rate', stream: `frozen:${stream}`, scale, start, n, errors };
}
