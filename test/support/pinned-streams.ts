/** The streams that river's tests pin alarm indices on; each from a fresh `RandomState(12345)`. */
import { nextDouble, pythonRandom } from '../../detectors/mersenne-twister.js';
import { numpyRandom } from './numpy-random.js';

/** 1,000 values from 0 to 1, then 1,000 from 0 to 7. */
export function widening(): number[] {
  const random = numpyRandom(12345);
  return [...random.randint(2, 1000), ...random.randint(8, 1000)];
}

/** Errors at a rate of .2 for 1,000 values, then .8. */
export function abruptErrors(): number[] {
  const random = numpyRandom(12345);
  return [...random.bernoulli(0.2, 1000), ...random.bernoulli(0.8, 1000)];
}

/** Signs of N(0, .1) and N(.25, .1) in turns, 500 each. */
export function recurringErrors(): number[] {
  const random = numpyRandom(12345);
  return [0, 0.25, 0, 0.25].flatMap((mean) =>
    random.normal(mean, 0.1, 500).map((value) => (value > 0 ? 1 : 0)),
  );
}

/** `random.Random(seed).choices(blocks[i], k=count)` of Python, block after block. */
export function pythonChoices(seed: number, blocks: readonly (readonly number[])[], count: number): number[] {
  const random = pythonRandom(seed);
  return blocks.flatMap((choices) =>
    Array.from({ length: count }, () => choices[Math.floor(nextDouble(random) * choices.length)] ?? 0),
  );
}
