/** Sums float64 values as integers of 2^-1074, the unit of the smallest one, and rounds once: half to even. */
export function exactSumOf(values: readonly number[]): number {
  return nearest(values.reduce((sum, x) => sum + units(x), 0n));
}

function units(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return word >> 63n ? -size : size;
}

function nearest(sum: bigint): number {
  const size = sum < 0n ? -sum : sum;
  const extra = Math.max(0, size.toString(2).length - 53);
  let head = size >> BigInt(extra);
  const twice = (size - (head << BigInt(extra))) * 2n;
  const unit = 1n << BigInt(extra);
  if (extra > 0 && (twice > unit || (twice === unit && head % 2n === 1n))) head++;
  const value = Number(head) * 2 ** (extra - 1074);
  return sum < 0n ? -value : value;
}

/** The square of a value as float64 values whose sum it is exactly; rounded once where it may leave the range of float64. */
export function squareParts(x: number): number[] {
  const square = x * x;
  if (Math.abs(x) <= 2 ** -480 || Math.abs(x) >= 2 ** 500) return [square];
  return [square, nearest(((units(x) * units(x)) >> 1074n) - units(square))];
}
