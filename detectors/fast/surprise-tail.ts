/**
 * p-values beyond the worst that the reference has seen. Surprise is in nats, so where the models of the panes are right
 * its tail is exponential with a scale of 1; where they are wrong, it is longer, and the reference's own units show by
 * how much. A scale known from k exceedances only makes the predictive law a generalised Pareto of shape 1/k: the
 * exponential law averaged over the gamma posterior of its rate. The prior is worth ten exceedances of one nat.
 */
import { quantile } from '../conformal/standardise.js';
import { significant } from './significant.js';

export interface SurpriseTail {
  /** Surprise above which the tail is fitted. */
  readonly threshold: number;
  /** P(surprise > threshold), never 0. */
  readonly share: number;
  /** Exceedances, with the prior's: 1 / shape. */
  readonly count: number;
  /** Their sum in nats, with the prior's. */
  readonly total: number;
}

const THRESHOLD_QUANTILE = 0.5;
const PRIOR_COUNT = 10;
const LEAST_P = 1e-100;

/** @param surprises of the reference's units, each out of sample, at least one */
export function fitSurpriseTail(surprises: readonly number[]): SurpriseTail {
  const sorted = [...surprises].sort((a, b) => a - b);
  const threshold = significant(quantile(sorted, THRESHOLD_QUANTILE));
  const excesses = sorted.filter((one) => one > threshold).map((one) => one - threshold);
  return {
    threshold,
    share: significant((excesses.length + 1) / (sorted.length + 1)),
    count: PRIOR_COUNT + excesses.length,
    total: significant(excesses.reduce((sum, excess) => sum + excess, PRIOR_COUNT)),
  };
}

/** P(a unit is at least as surprising); 1 up to the threshold. Falls as the surprise rises. */
export function surprisePValue({ threshold, share, count, total }: SurpriseTail, nats: number): number {
  if (nats <= threshold) return 1;
  return Math.max(LEAST_P, share * (1 + (nats - threshold) / total) ** -count);
}
