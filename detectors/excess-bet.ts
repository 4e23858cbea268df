/**
 * Evidence on any value per unit (a rate, a mean loss), by betting on its excess over the reference's median:
 * y = max(0, z - median), e = 1 + lambda (y - m0), lambda up to .9 / m0, with m0 an upper bound of the mean excess
 * in the reference. E[e] <= 1 asks for nothing but "the mean excess is still at most m0": no law of the tails. A bad
 * day multiplies by about its excess in units of the ordinary excess, so four in a row are told, and one single
 * outlier is not: the excess of a unit counts up to six standard deviations, in the reference and live.
 */

export interface ExcessBet {
  /** Standardised value above which an excess begins. */
  readonly median: number;
  /** Upper bound (95%) of the reference's mean excess, above 0. */
  readonly m0: number;
}

const STAKES = [0.1, 0.25, 0.5, 0.75, 0.9];
/** 95% for the skewed means that excesses have (1.645 covers 86% of heavy-tailed references of 42). */
const UPPER_QUANTILE = 2;
/** A reference without any excess (a constant) still has this much, in standard deviations. */
const LEAST_EXCESS = 0.25;
/** A single unit, however bad, is worth at most a factor of about ten. */
const MOST_EXCESS = 6;

/** @param scores standardised values of the reference's units (higher = worse), each scored out of sample */
export function fitExcessBet(scores: readonly number[]): ExcessBet {
  const sorted = [...scores].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
  const excess = sorted.map((score) => excessOver(median, score));
  const count = Math.max(1, excess.length);
  const mean = excess.reduce((sum, value) => sum + value, 0) / count;
  const variance = excess.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1);
  return { median, m0: Math.max(LEAST_EXCESS, mean + UPPER_QUANTILE * Math.sqrt(variance / count)) };
}

/** The e-values of one unit, one for each stake; each has its own Shiryaev-Roberts sum, averaged with equal weights. */
export function excessEValues(bet: ExcessBet, score: number): number[] {
  const relative = excessOver(bet.median, score) / bet.m0;
  return STAKES.map((stake) => 1 + stake * (relative - 1));
}

function excessOver(median: number, score: number): number {
  return Math.min(MOST_EXCESS, Math.max(0, score - median));
}

export const EXCESS_STAKES = STAKES.length;
