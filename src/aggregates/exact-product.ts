import { addToSum, type ExactSum } from './exact-sum.js';

/** Splits a float64 into halves of 26 bits (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;
/** Within these, no part of a product of two overflows, or falls below the smallest float64. */
const LARGEST = 2 ** 500;
const SMALLEST = 2 ** -480;

/**
 * Adds a * b to a sum without rounding (Dekker, "A floating-point technique for extending the available precision",
 * 1971), so that sums of squares far from 0 keep the digits of their variance. Outside of 2^-480..2^500 the product is
 * rounded once.
 *
 * @throws RangeError when the product is not finite
 */
export function addProduct(sum: ExactSum, a: number, b: number): void {
  const product = a * b;
  if (!Number.isFinite(product)) throw new RangeError(`${a} * ${b} is beyond the range of float64`);
  addToSum(sum, product);
  if (!splits(a) || !splits(b)) return;
  const [aHigh, bHigh] = [high(a), high(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  addToSum(sum, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow));
}

function high(x: number): number {
  const scaled = SPLITTER * x;
  return scaled - (scaled - x);
}

function splits(x: number): boolean {
  return Math.abs(x) < LARGEST && Math.abs(x) > SMALLEST;
}
