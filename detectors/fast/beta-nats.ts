import { incompleteBeta } from '../incomplete-beta.js';
import { logGamma } from '../log-gamma.js';

/** Below this a float64 loses digits, then everything. */
const LEAST_P = 1e-300;

/**
 * -ln P(share of hits at least that of the pane), where the share is Beta-distributed around `centre` as that of `rows`
 * rows. 0 at or below the centre. So many hits in a row have at least the probability centre^errors, however the rate
 * moves around its centre: a handful of rows cannot say more.
 */
export function betaNats(errors: number, n: number, centre: number, rows: number): number {
  // Half a hit less: a count stands for all shares that round to it.
  const share = (errors - 0.5) / n;
  if (share <= centre) return 0;
  const [hits, misses] = [centre * rows, (1 - centre) * rows];
  return Math.min(tailNats(share, hits, misses), -errors * Math.log(centre));
}

function tailNats(share: number, hits: number, misses: number): number {
  const p = incompleteBeta(1 - share, share, misses, hits);
  if (p > LEAST_P) return -Math.log(p);
  // So far out the first term of the tail is all of it.
  const front = logGamma(hits + misses) - logGamma(hits) - logGamma(misses);
  return Math.log(misses) - front - misses * Math.log(1 - share) - hits * Math.log(share);
}
