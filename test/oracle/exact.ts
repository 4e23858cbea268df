/**
 * Exact arithmetic the slow way, to hold the fast way against: a float64 is a whole number of 2^-1074, so sums of them are
 * sums of integers.
 */

const view = new DataView(new ArrayBuffer(8));

/** A finite value in units of 2^-1074. */
export function toUnits(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const mantissa = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? mantissa : (mantissa | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n ? -size : size;
}

/** The nearest float64, ties to even. */
export function nearest(units: bigint): number {
  const size = units < 0n ? -units : units;
  const dropped = Math.max(0, size.toString(2).length - 53);
  const unit = 1n << BigInt(dropped);
  const rest = size % unit;
  let kept = size / unit;
  if (2n * rest > unit || (2n * rest === unit && kept % 2n === 1n)) kept++;
  return (units < 0n ? -1 : 1) * Number(kept) * 2 ** (dropped - 1074);
}

/** The square of a value as float64 values whose sum it is exactly; rounded once where it may leave the range of float64. */
export function squareParts(x: number): number[] {
  const square = x * x;
  if (Math.abs(x) <= 2 ** -480 || Math.abs(x) >= 2 ** 500) return [square];
  return [square, nearest(((toUnits(x) * toUnits(x)) >> 1074n) - toUnits(square))];
}

/** The one way to write an exact number as float64 terms in which each term is the nearest to itself and all before it. */
export function terms(units: bigint): number[] {
  const found: number[] = [];
  for (let rest = units; rest !== 0n; rest -= toUnits(found[0] as number)) found.unshift(nearest(rest));
  return found;
}

const HUGE = 2 ** 900;
const SCALE = 2 ** -128;

/** The sum of finite values as panes write it: values of 2^900 and more apart, in units of 2^128. */
export function exactSum(values: readonly number[]): { ordinary: number[]; huge: number[] } {
  const sum = (part: readonly number[]) => terms(part.reduce((total, x) => total + toUnits(x), 0n));
  return {
    ordinary: sum(values.filter((x) => Math.abs(x) < HUGE)),
    huge: sum(values.filter((x) => Math.abs(x) >= HUGE).map((x) => x * SCALE)),
  };
}
