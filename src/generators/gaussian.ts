import type { Concept } from './concept.js';

/** Normal values, by Box and Muller; each takes two uniform numbers. @param deviation  standard deviation, at least 0 */
export function gaussian(mean: number, deviation: number): Concept<number> {
  if (!Number.isFinite(mean)) throw new RangeError(`mean is a finite number, not ${mean}`);
  if (!(deviation >= 0 && deviation < Infinity)) {
    throw new RangeError(`deviation is a finite number from 0 on, not ${deviation}`);
  }
  return (random) => {
    // 1 - u: never the logarithm of 0
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * random());
  };
}
