/** The Shiryaev-Roberts sums of one track and their fixed weights: any fixed weights keep the budget. */
import { sumsOfBet } from './bet.js';
import type { Calibration } from './calibration.js';
import { shiryaevRoberts } from './shiryaev-roberts.js';
import type { UnitEValues } from './unit-e-values.js';

export interface Sums {
  ranks: number[];
  largest: number;
  squares: number;
  bets: number[][];
}

export interface Weights {
  readonly rank: number;
  readonly largest: number;
  readonly squares: number;
  /** By bet: of each of its sums. */
  readonly bets: readonly number[];
}

/** Weights of the mean over streams and scales, of the largest, and of the sum of squares. */
const FEW = { mean: 0.7, largest: 0.3, squares: 0 };
const MANY = { mean: 0.4, largest: 0.4, squares: 0.2 };
const MANY_STREAMS = 50;

/** Weight of each single component; together 1. */
export function weightsOf(calibration: Calibration): Weights {
  const { streams, bets } = calibration;
  const shares = streams.length >= MANY_STREAMS ? MANY : FEW;
  const components = streams.reduce((sum, { scales }) => sum + scales.length, 0);
  const betShare = bets.length > 0 ? calibration.options.betShare : 0;
  return {
    rank: ((1 - betShare) * shares.mean) / Math.max(1, components),
    largest: (1 - betShare) * shares.largest,
    squares: (1 - betShare) * shares.squares,
    bets: bets.map((bet) => betShare / (bets.length * sumsOfBet(bet))),
  };
}

export function emptySums(calibration: Calibration): Sums {
  return {
    ranks: calibration.streams.flatMap(({ scales }) => scales.map(() => 0)),
    largest: 0,
    squares: 0,
    bets: calibration.bets.map((bet) => Array.from({ length: sumsOfBet(bet) }, () => 0)),
  };
}

/** The sums with the running unit in them. A component without a pane in the unit stands still. */
export function advance(sums: Sums, { ranks, largest, squares, bets }: UnitEValues): Sums {
  const next = (sum: number, eValue: number | null | undefined): number =>
    eValue === null || eValue === undefined ? sum : shiryaevRoberts(sum, eValue);
  return {
    ranks: sums.ranks.map((sum, index) => next(sum, ranks[index])),
    largest: next(sums.largest, largest),
    squares: next(sums.squares, squares),
    bets: sums.bets.map((stakes, index) => stakes.map((sum, stake) => next(sum, bets[index]?.[stake]))),
  };
}

export function statisticOf(weights: Weights, sums: Sums): number {
  let statistic = weights.largest * sums.largest + weights.squares * sums.squares;
  for (const sum of sums.ranks) statistic += weights.rank * sum;
  sums.bets.forEach((ofBet, index) => {
    for (const sum of ofBet) statistic += (weights.bets[index] ?? 0) * sum;
  });
  return statistic;
}
