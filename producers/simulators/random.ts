/** Seeded randomness for the simulators, and the distributions that their worlds are made of. */
import { seededRandom, type Random } from '../../detectors/random.js';
import { stringHash } from '../../src/aggregates/string-hash.js';

export type { Random };

const MAX_SEED = 2 ** 32;

/**
 * Independent streams of random numbers by name: what one part of a world draws never moves another part, so two
 * variants of a story differ in what their change touches and in nothing else.
 *
 * @throws RangeError where the seed is no whole number from 0 to 2^32 - 1
 */
export function namedStreams(seed: number): (name: string) => Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= MAX_SEED) {
    throw new RangeError(`seed must be a whole number from 0 to ${MAX_SEED - 1}, not ${seed}`);
  }
  return (name) => seededRandom(seed + (stringHash(name) % 2 ** 21) * MAX_SEED);
}

export function uniform(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** Standard normal (Box and Muller 1958; the second of the pair is not used, so a call always draws two numbers). */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Median and the standard deviation of the logarithm. */
export function lognormal(random: Random, median: number, sigma: number): number {
  return median * Math.exp(sigma * normal(random));
}

export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

/** One of the names, in proportion to its weight. */
export function pick<Name extends string>(random: Random, weights: Readonly<Record<Name, number>>): Name {
  const names = Object.keys(weights) as Name[];
  const total = names.reduce((sum, name) => sum + weights[name], 0);
  let left = random() * total;
  const chosen = names.find((name) => (left -= weights[name]) < 0);
  return chosen ?? names.at(-1)!;
}

/** So that events stay small and readable: at most so many digits after the point. */
export function rounded(value: number, digits: number): number {
  const unit = 10 ** digits;
  return Math.round(value * unit) / unit;
}
