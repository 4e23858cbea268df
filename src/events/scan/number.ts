/**
 * JSON numbers straight from bytes, each the very float64 that JSON.parse gives. Up to 15 digits are exact as they stand and
 * take one correctly rounded operation (Clinger, How to read floating point numbers accurately, 1990); up to 18 are divided
 * in twice the precision, unless the result is too near to the middle of two floats; the rest is left to `Number`.
 */
import type { RecordText } from './record-text.js';

const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const INT_POWERS = Int32Array.of(1, 10, 100, 1000, 10_000);
/** What fits an int32 whatever the digits. */
const INT_DIGITS = 9;

/**
 * Reads the number that begins at `p` into `out[i]`. Digits are taken four at a time: a branch for each would be mispredicted.
 *
 * @returns the position behind it; -1 where none begins, or one beyond a float64
 */
export function readNumber(
  record: RecordText,
  source: Buffer,
  p: number,
  out: Float64Array,
  i: number,
): number {
  const { bytes, view } = record;
  const negative = bytes[p] === 0x2d;
  const first = negative ? p + 1 : p;
  let q = first;
  let n = digitCount(view, q);
  if (n === 0) return -1;
  let mantissa = digits(view, q, n);
  q += n;
  if (n === 4) {
    n = digitCount(view, q);
    if (n === 4) return readLongNumber(record, source, p, out, i);
    if (n > 0) mantissa = Math.imul(mantissa, INT_POWERS[n] as number) + digits(view, q, n);
    q += n;
  }
  if (q - first > 1 && bytes[first] === 0x30) return -1;
  let decimals = 0;
  let byte = bytes[q] as number;
  if (byte === 0x2e) {
    const begin = ++q;
    n = digitCount(view, q);
    if (n === 0) return -1;
    // With the point, ten bytes: nine digits, which fit an int32.
    if (q + n - first > 10) return readLongNumber(record, source, p, out, i);
    mantissa = Math.imul(mantissa, INT_POWERS[n] as number) + digits(view, q, n);
    q += n;
    if (n === 4) {
      n = digitCount(view, q);
      if (n === 4 || q + n - first > 10) return readLongNumber(record, source, p, out, i);
      if (n > 0) mantissa = Math.imul(mantissa, INT_POWERS[n] as number) + digits(view, q, n);
      q += n;
    }
    decimals = q - begin;
    byte = bytes[q] as number;
  }
  if ((byte | 0x20) === 0x65) return readLongNumber(record, source, p, out, i);
  const value = decimals === 0 ? mantissa : mantissa / (POWERS[decimals] as number);
  out[i] = negative ? -value : value;
  return q;
}

/**
 * Reads an unsigned number of exactly 13 digits, as epoch milliseconds of this age have, into `out[i]`.
 *
 * @returns the position behind it; -1 where something else stands there
 */
export function readThirteenDigits(record: RecordText, p: number, out: Float64Array, i: number): number {
  const { view } = record;
  const ok =
    record.bytes[p] !== 0x30 &&
    digitCount(view, p) === 4 &&
    digitCount(view, p + 4) === 4 &&
    digitCount(view, p + 8) === 4 &&
    digitCount(view, p + 12) === 1;
  if (!ok) return -1;
  const high = Math.imul(digits(view, p, 4), 10_000) + digits(view, p + 4, 4);
  const low = Math.imul(digits(view, p + 8, 4), 10) + digits(view, p + 12, 1);
  out[i] = high * 100_000 + low;
  // A fraction or an exponent may follow.
  const next = record.bytes[p + 13] as number;
  return next === 0x2e || (next | 0x20) === 0x65 ? -1 : p + 13;
}

/** How many of the four bytes at `p` are digits before the first that is none. */
function digitCount(view: DataView, p: number): number {
  const word = view.getInt32(p, true) ^ 0x30303030;
  // The highest bit of each byte that is more than 9; a carry reaches only bytes behind one that is.
  const others = ((word + 0x76767676) | word) & 0x80808080;
  return others === 0 ? 4 : (31 - Math.clz32(others & -others)) >>> 3;
}

/** The number that the 1 to 4 digits at `p` spell: pairs of digits first, then the pair of pairs. */
function digits(view: DataView, p: number, count: number): number {
  const word = (view.getInt32(p, true) ^ 0x30303030) << (32 - 8 * count);
  const pairs = (Math.imul(word, 10 * 256 + 1) >>> 8) & 0x00ff00ff;
  return Math.imul(pairs, 100 * 65536 + 1) >>> 16;
}

/** Any number of digits, with an exponent or without. */
function readLongNumber(record: RecordText, source: Buffer, p: number, out: Float64Array, i: number): number {
  const { bytes } = record;
  const negative = bytes[p] === 0x2d;
  let q = negative ? p + 1 : p;
  // The first nine digits that count, and the next nine.
  let high = 0;
  let low = 0;
  let digits = 0;
  let decimals = 0;
  const first = q;
  let point = -1;
  for (; ; q++) {
    const digit = (bytes[q] as number) - 48;
    if (digit >>> 0 <= 9) {
      if (digits < INT_DIGITS) high = (Math.imul(high, 10) + digit) | 0;
      else if (digits < 2 * INT_DIGITS) low = (Math.imul(low, 10) + digit) | 0;
      if (digits > 0 || digit !== 0) digits++;
      if (point !== -1) decimals++;
    } else if (digit === -2 && point === -1) point = q;
    else break;
  }
  // Digits on both sides of the point; no zero before another digit.
  if (q === first || point === first || point === q - 1) return -1;
  if (bytes[first] === 0x30 && q - first > 1 && point !== first + 1) return -1;
  let exponent = 0;
  if (((bytes[q] as number) | 0x20) === 0x65) {
    q++;
    const sign = bytes[q] as number;
    if (sign === 0x2b || sign === 0x2d) q++;
    const begin = q;
    for (;;) {
      const digit = (bytes[q] as number) - 48;
      if (digit >>> 0 > 9) break;
      exponent = Math.min(exponent * 10 + digit, 9999);
      q++;
    }
    if (q === begin) return -1;
    if (sign === 0x2d) exponent = -exponent;
  }
  const power = exponent - decimals;
  let value = NaN;
  if (digits <= 15 && power >= -22 && power <= 22) {
    const mantissa = digits > INT_DIGITS ? high * (POWERS[digits - INT_DIGITS] as number) + low : high;
    value = power < 0 ? mantissa / (POWERS[-power] as number) : mantissa * (POWERS[power] as number);
  } else if (digits <= 2 * INT_DIGITS && power < 0 && power >= -22) {
    // Exact: 10^9 has nine factors of two, so that the product has at most 51 bits that count.
    value = quotient(high * (POWERS[digits - INT_DIGITS] as number), low, POWERS[-power] as number);
  }
  if (Number.isNaN(value)) {
    value = Number(source.toString('latin1', first, q));
    // JSON.parse reads 1e999 as Infinity
    if (value === Infinity) return -1;
  }
  out[i] = negative ? -value : value;
  return q;
}

/** 2^27 + 1: Veltkamp's constant, which splits a float64 into two halves. */
const SPLIT = 134217729;
/** Far above the error of the division below (2^-103), far below half a unit in the last place (2^-53). */
const DOUBT = 2 ** -95;

/**
 * (high + low) / divisor, correctly rounded; NaN where twice the precision cannot tell. The product is Dekker's (A
 * floating-point technique for extending the available precision, 1971).
 */
function quotient(high: number, low: number, divisor: number): number {
  const sum = high + low;
  const rest = low - (sum - high);
  const q = sum / divisor;
  const a = q * SPLIT;
  const a1 = a - (a - q);
  const a2 = q - a1;
  const b = divisor * SPLIT;
  const b1 = b - (b - divisor);
  const b2 = divisor - b1;
  const product = q * divisor;
  const error = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
  const correction = (sum - product - error + rest) / divisor;
  const doubt = q * DOUBT;
  const below = q + (correction - doubt);
  return below === q + (correction + doubt) ? below : NaN;
}
