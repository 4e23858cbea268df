/**
 * When did it begin? A weighted Gaussian likelihood ratio over panes: for every possible onset the mean after it is
 * compared with the reference, each pane with the weight 1 / (tau^2 + sampling variance), so that a busy pane counts
 * more but never as much as its rows alone would say. Used to locate, never to alarm.
 */

/** One pane of the history, oldest first. */
export interface OnsetPane {
  /** Start of the pane, epoch milliseconds. */
  readonly start: number;
  /** Its value minus its matched reference: a rate, a mean, a score. */
  readonly deviation: number;
  /** tau^2 + sampling variance of the value; panes of 0 or less are skipped. */
  readonly variance: number;
}

export interface Onset {
  /** Most likely first pane of the change. */
  readonly start: number;
  /** Earliest and latest onsets within 2 log-likelihood units of it. */
  readonly earliest: number;
  readonly latest: number;
  /** Log-likelihood ratio of the change against none. */
  readonly logRatio: number;
  /** Estimated size of the change. */
  readonly size: number;
}

const PLAUSIBLE = 2;

/** @returns null for an empty history. O(panes). */
export function estimateOnset(panes: readonly OnsetPane[]): Onset | null {
  let [weight, sum] = [0, 0];
  const candidates: { start: number; logRatio: number; size: number }[] = [];
  for (let index = panes.length - 1; index >= 0; index--) {
    const pane = panes[index];
    if (!pane || !(pane.variance > 0)) continue;
    weight += 1 / pane.variance;
    sum += pane.deviation / pane.variance;
    candidates.push({ start: pane.start, logRatio: (sum * sum) / (2 * weight), size: sum / weight });
  }
  const [first] = candidates;
  if (!first) return null;
  const best = candidates.reduce((most, one) => (one.logRatio > most.logRatio ? one : most), first);
  const plausible = candidates
    .filter((one) => one.logRatio >= best.logRatio - PLAUSIBLE)
    .map((one) => one.start);
  return { ...best, earliest: Math.min(...plausible), latest: Math.max(...plausible) };
}
