/**
 * MT19937 (Matsumoto, Nishimura 1998), the generator of Python's `random` and of numpy's `RandomState`: with it a
 * detector that samples draws what river's draws, seed for seed. State is plain data.
 */
export interface MersenneTwister {
  words: number[];
  /** Words used; at 624 the next ones are made. */
  position: number;
}

const SIZE = 624;
const SHIFT = 397;

/** `init_genrand`: numpy's `RandomState(seed)`. */
export function mersenneTwister(seed: number): MersenneTwister {
  const words = [seed >>> 0];
  for (let i = 1; i < SIZE; i++) {
    const before = words[i - 1] ?? 0;
    words.push((Math.imul(1_812_433_253, before ^ (before >>> 30)) + i) >>> 0);
  }
  return { words, position: SIZE };
}

/** `init_by_array` of one word: Python's `random.Random(seed)` for a seed of 32 bits. */
export function pythonRandom(seed: number): MersenneTwister {
  const twister = mersenneTwister(19_650_218);
  const { words } = twister;
  let i = 1;
  const mix = (factor: number, add: (index: number) => number): void => {
    const before = words[i - 1] ?? 0;
    words[i] = (((words[i] ?? 0) ^ Math.imul(before ^ (before >>> 30), factor)) + add(i)) >>> 0;
    if (++i < SIZE) return;
    words[0] = words[SIZE - 1] ?? 0;
    i = 1;
  };
  for (let step = 0; step < SIZE; step++) mix(1_664_525, () => seed);
  for (let step = 1; step < SIZE; step++) mix(1_566_083_941, (index) => -index);
  words[0] = 0x80000000;
  return twister;
}

/** 32 random bits, as a number from 0. */
export function nextWord(twister: MersenneTwister): number {
  if (twister.position >= SIZE) twist(twister);
  let y = twister.words[twister.position++] ?? 0;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}

/** 53 random bits, as a number in [0, 1). */
export function nextDouble(twister: MersenneTwister): number {
  const high = nextWord(twister) >>> 5;
  const low = nextWord(twister) >>> 6;
  return (high * 67_108_864 + low) / 9_007_199_254_740_992;
}

function twist(twister: MersenneTwister): void {
  const { words } = twister;
  for (let i = 0; i < SIZE; i++) {
    const y = ((words[i] ?? 0) & 0x80000000) | ((words[(i + 1) % SIZE] ?? 0) & 0x7fffffff);
    words[i] = ((words[(i + SHIFT) % SIZE] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)) >>> 0;
  }
  twister.position = 0;
}
