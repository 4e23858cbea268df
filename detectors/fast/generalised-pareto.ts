/**
 * p-values beyond the worst that the reference has seen: ranks among its own units up to the 80% quantile, above it a
 * generalised Pareto tail (Pickands 1975), fitted by probability-weighted moments (Hosking, Wallis 1987). Its shape is
 * at least .2: forty units cannot show that a tail is light.
 */
import { quantile } from '../conformal/standardise.js';

export interface Tail {
  /** Units behind it. */
  readonly units: number;
  /** Score above which the tail is fitted. */
  readonly threshold: number;
  /** P(score > threshold), never 0. */
  readonly share: number;
  readonly shape: number;
  readonly scale: number;
  /** Scores up to the threshold, ascending. */
  readonly body: readonly number[];
}

const THRESHOLD_QUANTILE = 0.8;
const LEAST_SHAPE = 0.2;
/** A constant stream has no excess; in standard deviations of a pane. */
const LEAST_SCALE = 0.25;
const LEAST_P = 1e-9;

/** @param scores of the reference's units, each out of sample, at least one */
export function fitTail(scores: readonly number[]): Tail {
  const sorted = [...scores].sort((a, b) => a - b);
  const threshold = quantile(sorted, THRESHOLD_QUANTILE);
  const excesses = sorted.filter((score) => score > threshold).map((score) => score - threshold);
  const count = excesses.length;
  let [mean, weighted] = [0, 0];
  excesses.forEach((excess, index) => {
    mean += excess / count;
    weighted += ((1 - (index + 0.65) / count) * excess) / count;
  });
  const apart = mean - 2 * weighted;
  const estimate = apart > 0 ? 2 - mean / apart : 0;
  // About a standard error: of eight exceedances, one odd unit would decide how heavy the tail is, and one quiet one
  // how narrow.
  const error = 1 / Math.sqrt(Math.max(1, count));
  const shape = Math.max(LEAST_SHAPE, estimate - error);
  return {
    units: sorted.length,
    threshold,
    share: (count + 1) / (sorted.length + 1),
    shape,
    scale: Math.max(LEAST_SCALE, mean * (1 - shape) * (1 + error)),
    body: sorted.slice(0, sorted.length - count),
  };
}

/** P(a unit is at least as strange), from 1e-9 to 1; falls as the score rises. */
export function tailPValue(tail: Tail, score: number): number {
  const { threshold, share, shape, scale } = tail;
  if (score > threshold) {
    return Math.max(LEAST_P, share * (1 + (shape * (score - threshold)) / scale) ** (-1 / shape));
  }
  const asStrangeInBody = tail.body.reduce((count, one) => count + (one >= score ? 1 : 0), 0);
  return Math.min(1, share + asStrangeInBody / (tail.units + 1));
}
