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
/** 2^1000 in units of 2^128: so far below the largest float64 that adding ordinary values stays finite. */
const SCALED_SAFELY = 2 ** 872;

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

/** The sum, rounded once to the nearest float64 (±Infinity beyond its range). O(terms). */
export function sumValue(sum: ExactSum): number {
  if (sum.huge.length === 0) return rounded(sum.ordinary);
  if (Math.abs(rounded(sum.huge)) < SCALED_SAFELY) {
    const all = [...sum.ordinary];
    for (const x of sum.huge) grow(all, x / SCALE);
    return rounded(all);
  }
  // Beyond 2^1000 the bits of ordinary terms that scaling loses are more than 1900 places away.
  const all = [...sum.huge];
  for (const x of sum.ordinary) grow(all, x * SCALE);
  return rounded(all) / SCALE;
}

/** JSON form: a sum has many expansions, this one is its own, so equal sums have equal bytes. */
export type ExactSumJson = { readonly [K in keyof ExactSum]: readonly number[] };

export function sumToJson(sum: ExactSum): ExactSumJson {
  return { ordinary: canonical(sum.ordinary), huge: canonical(sum.huge) };
}

export function sumFromJson(json: ExactSumJson): ExactSum {
  return { ordinary: [...json.ordinary], huge: [...json.huge] };
}

/** The expansion whose every term is the rounded value of itself and all smaller ones. */
function canonical(partials: readonly number[]): number[] {
  const rest = [...partials];
  const terms: number[] = [];
  while (rest.length > 0) {
    const largest = rounded(rest);
    terms.push(largest);
    grow(rest, -largest);
  }
  return terms.reverse();
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
