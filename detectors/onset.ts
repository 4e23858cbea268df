/**
 * When did it begin? A weighted Gaussian likelihood ratio over panes: for every possible onset the mean after it is
 * compared with the reference, each pane with the weight 1 / (tau^2 + sampling variance), so that a busy pane counts
 * more but never as much as its rows alone would say. Used to locate, never to alarm.
 */

/** Panes of a history, oldest first. */
export interface OnsetHistory {
  /** Values minus the level of their reference: of a rate, a mean, a score. */
  readonly deviations: readonly number[];
  /** tau^2 + sampling variance of each value; panes of 0 or less are skipped. */
  readonly variances: readonly number[];
  /** Of the reference's level itself; 0 where it is known. */
  readonly levelVariance: number;
}

/** Onsets are counted back from the newest pane, which is 1. */
export interface Onset {
  /** Panes since the most likely onset, its own included. */
  readonly since: number;
  /** Earliest and latest onset within 2 log-likelihood units of it: earliest >= since >= latest. */
  readonly earliest: number;
  readonly latest: number;
  /** Log-likelihood ratio of the change against none, nats. */
  readonly logRatio: number;
  /** Mean deviation since the onset, in units of the values. */
  readonly size: number;
}

/** Distance in log-likelihood at which an onset is no longer plausible: about 95%. */
export const PLAUSIBLE = 2;

/** @returns null where no onset is a change to the side that is asked for. O(panes). */
export function estimateOnset(
  { deviations, variances, levelVariance }: OnsetHistory,
  side: 'up' | 'down' | 'both' = 'both',
): Onset | null {
  const panes = deviations.length;
  const ratios = new Float64Array(panes + 1).fill(-Infinity);
  let [weight, sum] = [0, 0];
  let [since, size] = [0, 0];
  for (let back = 1; back <= panes; back++) {
    const variance = variances[panes - back] ?? 0;
    if (!(variance > 0)) continue;
    weight += 1 / variance;
    sum += (deviations[panes - back] ?? 0) / variance;
    const mean = sum / weight;
    if ((side === 'up' && mean <= 0) || (side === 'down' && mean >= 0)) continue;
    const ratio = (mean * mean) / (2 * (1 / weight + levelVariance));
    ratios[back] = ratio;
    if (since === 0 || ratio > (ratios[since] ?? 0)) [since, size] = [back, mean];
  }
  if (since === 0) return null;
  const logRatio = ratios[since] ?? 0;
  let [earliest, latest] = [panes, 1];
  while ((ratios[earliest] ?? 0) < logRatio - PLAUSIBLE) earliest--;
  while ((ratios[latest] ?? 0) < logRatio - PLAUSIBLE) latest++;
  return { since, earliest, latest, logRatio, size };
}
