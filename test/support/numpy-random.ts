/** Numpy's legacy `RandomState(seed)`, as far as pinned streams are made with it: bit for bit. */
import { mersenneTwister, nextDouble, nextWord } from '../../detectors/mersenne-twister.js';

export interface NumpyRandom {
  /** `randint(high, size=count)`, high a power of two. */
  randint(high: number, count: number): number[];
  /** `binomial(1, p, size=count)`. */
  bernoulli(p: number, count: number): number[];
  /** `normal(mean, deviation, size=count)`; a number left over from a pair serves the next call. */
  normal(mean: number, deviation: number, count: number): number[];
}

export function numpyRandom(seed: number): NumpyRandom {
  const twister = mersenneTwister(seed);
  let spare: number | null = null;
  const gauss = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * nextDouble(twister) - 1;
      const y = 2 * nextDouble(twister) - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = factor * x;
      return factor * y;
    }
  };
  const times = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);
  return {
    randint: (high, count) => times(count, () => nextWord(twister) & (high - 1)),
    bernoulli: (p, count) =>
      p <= 0.5
        ? times(count, () => (nextDouble(twister) > 1 - p ? 1 : 0))
        : times(count, () => (nextDouble(twister) > p ? 0 : 1)),
    normal: (mean, deviation, count) => times(count, () => mean + deviation * gauss()),
  };
}
