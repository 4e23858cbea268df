/**
 * When did it begin, where what is seen comes late? Outcomes come days after the predictions that they judge, so a model that
 * breaks at once is seen to get worse as slowly as its outcomes come in: a step looks like a ramp. For every possible onset
 * the deviations of the panes are fitted by least squares with the share of each pane's rows that is from after it (a
 * likelihood ratio with a known shape: a matched filter). With shares of 0 and 1 it is `estimateOnset`.
 */
import { PLAUSIBLE, type OnsetHistory } from './onset.js';

/** Onsets by their place among those that were asked for, which ascend in time. */
export interface DelayedOnset {
  readonly at: number;
  /** Earliest and latest onset within 2 log-likelihood units of it: earliest <= at <= latest. */
  readonly earliest: number;
  readonly latest: number;
  /** Log-likelihood ratio of the change against none, nats. */
  readonly logRatio: number;
  /** Mean deviation of rows from after the onset, in units of the values. */
  readonly size: number;
}

/**
 * @param shares for each possible onset, the share of each pane's rows that is from after it, 0 to 1
 * @returns null where no onset is a change to the side that is asked for. O(onsets x panes).
 */
export function estimateDelayedOnset(
  { deviations, variances, levelVariance }: OnsetHistory,
  shares: readonly (readonly number[])[],
  side: 'up' | 'down' | 'both' = 'both',
): DelayedOnset | null {
  const ratios = new Float64Array(shares.length).fill(-Infinity);
  let [at, size] = [-1, 0];
  for (const [candidate, own] of shares.entries()) {
    let [weight, level, sum] = [0, 0, 0];
    for (const [i, share] of own.entries()) {
      const variance = variances[i] ?? 0;
      if (!(variance > 0)) continue;
      weight += (share * share) / variance;
      level += share / variance;
      sum += (share * (deviations[i] ?? 0)) / variance;
    }
    if (weight === 0) continue;
    const step = sum / weight;
    if ((side === 'up' && step <= 0) || (side === 'down' && step >= 0)) continue;
    // The level that the deviations are from is uncertain itself, and is the same for all panes.
    const variance = 1 / weight + levelVariance * (level / weight) ** 2;
    const ratio = (step * step) / (2 * variance);
    ratios[candidate] = ratio;
    if (at < 0 || ratio > (ratios[at] ?? 0)) [at, size] = [candidate, step];
  }
  if (at < 0) return null;
  const logRatio = ratios[at] ?? 0;
  let [earliest, latest] = [0, shares.length - 1];
  while ((ratios[earliest] ?? 0) < logRatio - PLAUSIBLE) earliest++;
  while ((ratios[latest] ?? 0) < logRatio - PLAUSIBLE) latest--;
  return { at, earliest, latest, logRatio, size };
}
