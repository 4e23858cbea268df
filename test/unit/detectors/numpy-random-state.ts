/** Numpy's legacy `RandomState(seed).randint(high)` for high a power of two: MT19937, masked. Fixtures are made of it. */
export function numpyRandomState(seed: number): { randint: (high: 2 | 4 | 8, count: number) => number[] } {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const before = state[i - 1] ?? 0;
    state[i] = Math.imul(1_812_433_253, before ^ (before >>> 30)) + i;
  }
  let position = 624;
  const twist = (): void => {
    for (let i = 0; i < 624; i++) {
      const y = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % 624] ?? 0) & 0x7fffffff);
      state[i] = (state[(i + 397) % 624] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    position = 0;
  };
  const next = (): number => {
    if (position >= 624) twist();
    let y = state[position++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  return { randint: (high, count) => Array.from({ length: count }, () => next() & (high - 1)) };
}
