/**
 * A sum of float64 values that is exact, so it depends on the SET of values only, never on order or grouping.
 *
 * The sum is held as a non-overlapping expansion (Shewchuk, "Adaptive precision floating-point arithmetic", 1997) and
 * rounded once when read. Values of 2^900 and more go, scaled by 2^-128, to an expansion of their own, so that no
 * number of finite values overflows while it is added up.
 */
export interface ExactSum {
  /** Non-overlapping, increasing in magnitude. */
  ordinary: number[];
  /** The same for |x| >= 2^900, in units of 2^128. */
  huge: number[];
}

const HUGE = 2 ** 900;
const SCALE = 2 ** -128;

export function emptySum(): ExactSum {
  return { ordinary: [], huge: [] };
}

/** Adds a finite value. Amortised O(1): expansions of real data hold one or two terms. */
export function addToSum(sum: ExactSum, x: number): void {
  if (Math.abs(x) < HUGE) grow(sum.ordinary, x);
  else grow(sum.huge, x * SCALE);
}

export function mergeSum(into: ExactSum, from: ExactSum): void {
  for (const x of from.ordinary) grow(into.ordinary, x);
  for (const x of from.huge) grow(into.huge, x);
}

/** The sum, rounded to the nearest float64 (±Infinity beyond its range). */
export function sumValue(sum: ExactSum): number {
  const small = rounded(sum.ordinary);
  return sum.huge.length === 0 ? small : rounded(sum.huge) / SCALE + small;
}

function grow(partials: number[], value: number): void {
  let x = value;
  let kept = 0;
  for (let i = 0; i < partials.length; i++) {
    let y = partials[i] as number;
    if (Math.abs(x) < Math.abs(y)) {
      const t = x;
      x = y;
      y = t;
    }
    const hi = x + y;
    const lo = y - (hi - x);
    if (lo !== 0) partials[kept++] = lo;
    x = hi;
  }
  partials.length = kept;
  if (x !== 0) partials.push(x);
}

/** Correctly rounded sum of a non-overlapping expansion (the last step of Python's math.fsum). */
function rounded(partials: readonly number[]): number {
  let i = partials.length;
  if (i === 0) return 0;
  let hi = partials[--i] as number;
  let lo = 0;
  while (i > 0) {
    const x = hi;
    const y = partials[--i] as number;
    hi = x + y;
    lo = y - (hi - x);
    if (lo !== 0) break;
  }
  // Half-way cases: the terms below decide, as rounding once would have.
  const below = i > 0 ? (partials[i - 1] as number) : 0;
  if ((lo < 0 && below < 0) || (lo > 0 && below > 0)) {
    const twice = lo * 2;
    const up = hi + twice;
    if (twice === up - hi) hi = up;
  }
  return hi;
}
