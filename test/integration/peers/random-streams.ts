import type { ValueKind } from '../../../detectors/index.js';
import { type Random, randomIndex } from '../../../detectors/random.js';

/** One of a list. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[randomIndex(random, choices.length)] as T;
}

/** Evenly between two numbers, or between their logarithms. */
export function between(random: Random, least: number, most: number): number {
  return least + (most - least) * random();
}

export function betweenLogs(random: Random, least: number, most: number): number {
  return least * (most / least) ** random();
}

export function whole(random: Random, least: number, most: number): number {
  return least + randomIndex(random, most - least + 1);
}

/** A stream of values that a detector takes, with and without changes. */
export function randomStream(random: Random, kind: ValueKind, most: number): number[] {
  const length = whole(random, 1, most);
  const make = pick(random, kind === 'number' ? [...NUMBERS, ...ZEROS_AND_ONES] : ZEROS_AND_ONES);
  const next = make(random);
  return Array.from({ length }, (_, index) => next(index / length));
}

/** Makes the values of a stream, given how much of it is over. */
type Source = (random: Random) => (over: number) => number;

const RATES = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 0.95, 1];

const ZEROS_AND_ONES: readonly Source[] = [
  // A rate that jumps, or comes back.
  (random) => {
    const rates = Array.from({ length: whole(random, 1, 6) }, () => pick(random, RATES));
    return (over) => Number(random() < (rates[Math.floor(over * rates.length)] ?? 0));
  },
  // A rate that moves all the time.
  (random) => {
    const [from, to] = [random(), random()];
    return (over) => Number(random() < from + (to - from) * over);
  },
  // Errors that come in bursts.
  (random) => {
    const leave = betweenLogs(random, 0.002, 0.2);
    let now = 0;
    return () => {
      if (random() < leave) now = 1 - now;
      return now;
    };
  },
  // Ones at equal distances, which become others.
  (random) => {
    const distances = [whole(random, 1, 40), whole(random, 1, 40)];
    let until = 0;
    return (over) => {
      until = until > 0 ? until - 1 : (distances[Math.floor(over * 2)] ?? 1) - 1;
      return Number(until === 0);
    };
  },
];

const UNITS = [1e-9, 1e-3, 1, 1, 1, 10, 273.15, 1e6, 1e12];

const NUMBERS: readonly Source[] = [
  // Normal values whose mean and spread jump, in units of any size.
  (random) => {
    const unit = pick(random, UNITS);
    const parts = Array.from({ length: whole(random, 1, 5) }, () => ({
      mean: pick(random, [0, 0, 0.5, 3, -20]),
      spread: pick(random, [0, 0.01, 0.3, 1, 5]),
    }));
    return (over) => {
      const { mean, spread } = parts[Math.floor(over * parts.length)] ?? { mean: 0, spread: 1 };
      return unit * (mean + spread * normal(random));
    };
  },
  // A mean that moves all the time.
  (random) => {
    const [unit, slope] = [pick(random, UNITS), between(random, -5, 5)];
    return (over) => unit * (slope * over + normal(random));
  },
  // Always the same.
  (random) => {
    const value = pick(random, [0, 0.1, 1, -7, 1e-300, 123_456.789]);
    return () => value;
  },
  // Whole numbers.
  (random) => {
    const highs = [whole(random, 1, 10), whole(random, 1, 10)];
    return (over) => randomIndex(random, highs[Math.floor(over * 2)] ?? 1);
  },
  // Cauchy: no mean.
  (random) => () => Math.tan(Math.PI * (random() - 0.5)),
  // Pareto: no variance, and a factor that grows.
  (random) => {
    const factor = betweenLogs(random, 0.1, 10);
    return (over) => (1 - random()) ** (-1 / 1.5) * (over < 0.5 ? 1 : factor);
  },
];

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
