/** Seeded randomness: the same seed gives the same numbers in every process and on every machine. */

/** Uniform numbers in [0, 1). */
export type Random = () => number;

/**
 * Mulberry32: 32 bits of state, passes gjrand; plenty for samples, shuffles and initial weights.
 * @param seed any number; its low 32 bits count
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Fisher-Yates, in place. */
export function shuffleInPlace(values: Uint32Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = values[i] as number;
    values[i] = values[j] as number;
    values[j] = held;
  }
}

/**
 * At most `size` of `rows`, one from each of `size` equal stretches, so that rows in order of time stay spread over the
 * whole range. All of them when there are no more than `size`.
 */
export function spreadSample(rows: Uint32Array, size: number, random: Random): Uint32Array {
  if (rows.length <= size) return rows;
  const sample = new Uint32Array(size);
  for (let i = 0; i < size; i++) {
    const first = Math.floor((i * rows.length) / size);
    const next = Math.floor(((i + 1) * rows.length) / size);
    sample[i] = rows[first + Math.floor(random() * (next - first))] as number;
  }
  return sample;
}
