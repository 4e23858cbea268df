/**
 * Order-preserving integer keys for float64 values: the leading 32 bits (sign, exponent, 20 mantissa bits), arranged so
 * that a smaller value never has a larger key. A key shifted right by `s` names a coarser bin that contains 2^s finer
 * ones, on into the exponent bits. -0 is 0.
 */

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Index of the high word: 1 on every little-endian machine that Node runs on. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

export const FINEST_MANTISSA_BITS = 20;

/** Key of a finite value, 0 .. 2^32-1. */
export function floatKey(value: number): number {
  // + 0 turns -0 into 0
  float[0] = value + 0;
  const high = words[HIGH] as number;
  return (high & 0x80000000 ? ~high : high | 0x80000000) >>> 0;
}

/** The smallest value of bin `key` at coarseness `shift` (negative bins: the one of largest magnitude). */
export function binLow(key: number, shift: number): number {
  return edge(shift === 0 ? key : key * 2 ** shift);
}

/** The smallest value of the next bin: the bin's exclusive upper end. */
export function binHigh(key: number, shift: number): number {
  return edge((key + 1) * 2 ** shift);
}

function edge(fineKey: number): number {
  if (fineKey >= 2 ** 32) return Number.MAX_VALUE;
  const key = fineKey >>> 0;
  if (key & 0x80000000) {
    words[HIGH] = key & 0x7fffffff;
    words[1 - HIGH] = 0;
  } else {
    // Negative values: the bits are inverted, so the low word is full at the bin's lower end.
    words[HIGH] = ~key >>> 0;
    words[1 - HIGH] = 0xffffffff;
  }
  const value = float[0] as number;
  return Number.isFinite(value) ? value : key & 0x80000000 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}
