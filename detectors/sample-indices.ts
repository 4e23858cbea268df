import { type MersenneTwister, nextWord } from './mersenne-twister.js';

/**
 * `size` different indices below `below`, all orders equally likely: what Python's `random.sample(range(below), size)`
 * draws from the same generator. O(size) draws.
 */
export function sampleIndices(twister: MersenneTwister, below: number, size: number): number[] {
  return below <= poolLimit(size) ? drawFromPool(twister, below, size) : drawUnseen(twister, below, size);
}

/** Above it Python remembers what it has drawn instead of keeping a pool. */
function poolLimit(size: number): number {
  return 21 + (size > 5 ? 4 ** Math.ceil(Math.log(size * 3) / Math.log(4)) : 0);
}

function drawFromPool(twister: MersenneTwister, below: number, size: number): number[] {
  const pool = new Uint32Array(below);
  for (let index = 0; index < below; index++) pool[index] = index;
  const drawn: number[] = [];
  for (let i = 0; i < size; i++) {
    const left = below - i;
    const at = indexBelow(twister, left);
    drawn.push(pool[at] ?? 0);
    pool[at] = pool[left - 1] ?? 0;
  }
  return drawn;
}

function drawUnseen(twister: MersenneTwister, below: number, size: number): number[] {
  const drawn = new Set<number>();
  while (drawn.size < size) drawn.add(indexBelow(twister, below));
  return [...drawn];
}

/** Rejects what is too large, so every index is equally likely. */
function indexBelow(twister: MersenneTwister, below: number): number {
  const shift = Math.clz32(below);
  let index = nextWord(twister) >>> shift;
  while (index >= below) index = nextWord(twister) >>> shift;
  return index;
}
