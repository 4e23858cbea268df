import { type DetectorText, FIRST_TEST, NEWEST_WEIGHT } from '../detector-text.js';
import { count, number, share } from '../option-kinds.js';
import type { ChoiceOption } from '../options.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';
import { addToMean, emptyMean, type RunningMean } from './running-mean.js';

export interface EcddOptions {
  readonly lambda: number;
  readonly averageRunLength: RunLength;
  readonly warningLevel: number;
  readonly minInstances: number;
}

type RunLength = 100 | 400 | 1000;

interface State {
  rate: RunningMean;
  /** Exponentially weighted error rate, from 0. */
  recent: number;
  /** (1 - lambda)^2n: what the chart's start still weighs. */
  unsettled: number;
}

/**
 * ECDD, an EWMA chart of the error rate (Ross, Adams, Tasoulis, Hand 2012: "Exponentially weighted moving average
 * charts for detecting concept drift").
 *
 * With p the error rate so far and z = lambda x + (1-lambda) z from 0, s = sqrt(p (1-p) lambda/(2-lambda)
 * (1 - (1-lambda)^2t)): drift when z > p + L s, warning when z > p + warningLevel L s. L is the paper's polynomial in p
 * for the wanted run length; it was fitted for lambda = .2 and rates up to .5, so beyond .5 its value at .5 is taken.
 *
 * Parameters: `lambda` weight of the newest value (.2), `averageRunLength` values from one false alarm to the next,
 * 100, 400 or 1000 (400), `warningLevel` share of L (.5), `minInstances` values before the first test (30).
 *
 * Cost: O(1) time and memory.
 *
 * Use it where an alarm is cheap and must come within ten or twenty values. Not to wake people: even the longest run
 * length is 1,000 values (at 400, 342 and 261 alarms in 100,000 steady values at rates .05 and .2; 1,000,000 values, seed
 * 2026). Other lambdas have
 * other run lengths than they are called by. Not on rates near 0: after a stretch without errors a single error is a
 * drift.
 *
 * @example
 * const detector = createDetector('ecdd', { averageRunLength: 1000 });
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 1 : 0));
 * stream.findIndex((error) => detector.update(error).drift); // 1002
 */
export const ecdd = defineDetector<EcddOptions, State>({
  name: 'ecdd',
  values: 'error',
  scaleFree: false,
  readsErrorCounts: false,
  options: {
    lambda: share(0.2),
    averageRunLength: {
      kind: 'choice',
      default: 400,
      choices: [100, 400, 1000],
    } satisfies ChoiceOption<RunLength>,
    warningLevel: number(0.5, 0, 1, 'share of the limit'),
    minInstances: count(30, 0),
  },
  start: () => ({ rate: emptyMean(), recent: 0, unsettled: 1 }),
  update: (state, error, { lambda, averageRunLength, warningLevel, minInstances }) => {
    addToMean(state.rate, error);
    state.recent = lambda * error + (1 - lambda) * state.recent;
    state.unsettled *= (1 - lambda) * (1 - lambda);
    const { n, mean } = state.rate;
    if (n < minInstances) return verdict(false);
    const deviation = Math.sqrt(mean * (1 - mean) * (lambda / (2 - lambda)) * (1 - state.unsettled));
    const excess = state.recent - mean;
    const limit = controlLimit(mean, averageRunLength) * deviation;
    return excess > limit ? verdict(true) : verdict(false, excess > warningLevel * limit);
  },
});

export const ecddText: DetectorText<EcddOptions> = {
  summary: 'EWMA chart of the error rate with control limits for a wanted run length',
  options: {
    lambda: NEWEST_WEIGHT,
    averageRunLength: 'Values from one false alarm to the next, on average.',
    warningLevel: 'Share of the control limit that is a warning.',
    minInstances: FIRST_TEST,
  },
};

/** Coefficients of 1, p, p^3, p^5, p^7 (table 1 of the paper). */
const LIMITS: Readonly<Record<RunLength, readonly [number, number, number, number, number]>> = {
  100: [2.76, -6.23, 18.12, -312.45, 1002.18],
  400: [3.97, -6.56, 48.73, -330.13, 848.18],
  1000: [1.17, 7.56, -21.24, 112.12, -987.23],
};
const LARGEST_FITTED_RATE = 0.5;

function controlLimit(rate: number, runLength: RunLength): number {
  const [a, b, c, d, e] = LIMITS[runLength];
  const p = Math.min(rate, LARGEST_FITTED_RATE);
  const square = p * p;
  return a + p * (b + square * (c + square * (d + square * e)));
}
