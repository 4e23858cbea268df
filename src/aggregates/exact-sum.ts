/**
 * A sum of float64 values that is exact, so it depends on the SET of values only, never on order or grouping.
 *
 * The sum is held as a non-overlapping expansion (Shewchuk, "Adaptive precision floating-point arithmetic", 1997) and
 * rounded once when read. Real data need one or two terms, which stand in fields of their own; values of 2^900 and more
 * go, scaled by 2^-128, to an expansion apart, so that no number of finite values overflows while it is added up.
 */
export interface ExactSum {
  /** The largest term, and the next; 0 where there is none. */
  high: number;
  low: number;
  /** The terms below `low`, increasing in magnitude; null when there are none. */
  rest: number[] | null;
  /** Non-overlapping, increasing in magnitude, in units of 2^128: values of 2^900 and more. */
  huge: number[] | null;
}

const HUGE = 2 ** 900;
const SCALE = 2 ** -128;
/** 2^1000 in units of 2^128: so far below the largest float64 that adding ordinary values stays finite. */
const SCALED_SAFELY = 2 ** 872;

export function emptySum(): ExactSum {
  return { high: 0, low: 0, rest: null, huge: null };
}

/** Adds a finite value. Amortised O(1). */
export function addToSum(sum: ExactSum, x: number): void {
  if (Math.abs(x) < HUGE) addOrdinary(sum, x);
  else grow((sum.huge ??= []), x * SCALE);
}

export function mergeSum(into: ExactSum, from: ExactSum): void {
  if (from.rest) for (const x of from.rest) addOrdinary(into, x);
  addOrdinary(into, from.low);
  addOrdinary(into, from.high);
  if (from.huge) {
    into.huge ??= [];
    for (const x of from.huge) grow(into.huge, x);
  }
}

/** The sum, rounded once to the nearest float64 (±Infinity beyond its range). O(terms). */
export function sumValue(sum: ExactSum): number {
  const { huge } = sum;
  if (!huge || huge.length === 0) return sum.rest ? rounded(ordinaryTerms(sum)) : sum.high + sum.low;
  const all = ordinaryTerms(sum);
  if (Math.abs(rounded(huge)) < SCALED_SAFELY) {
    for (const x of huge) grow(all, x / SCALE);
    return rounded(all);
  }
  // Beyond 2^1000 the bits of ordinary terms that scaling loses are more than 1900 places away.
  const scaled = [...huge];
  for (const x of all) grow(scaled, x * SCALE);
  return rounded(scaled) / SCALE;
}

/** The values below 2^900 as a non-overlapping expansion, increasing in magnitude: its exact sum is theirs. */
export function ordinaryTerms(sum: ExactSum): number[] {
  const terms = sum.rest ? [...sum.rest] : [];
  if (sum.low !== 0) terms.push(sum.low);
  if (sum.high !== 0) terms.push(sum.high);
  return terms;
}

/** JSON form: a sum has many expansions, this one is its own, so equal sums have equal bytes. */
export interface ExactSumJson {
  readonly ordinary: readonly number[];
  readonly huge: readonly number[];
}

export function sumToJson(sum: ExactSum): ExactSumJson {
  return { ordinary: canonical(ordinaryTerms(sum)), huge: canonical([...(sum.huge ?? [])]) };
}

export function sumFromJson(json: ExactSumJson): ExactSum {
  const sum = emptySum();
  place(sum, [...json.ordinary]);
  if (json.huge.length > 0) sum.huge = [...json.huge];
  return sum;
}

/** Two steps of `grow`, the terms in registers: what is left of the second falls to `rest`. */
function addOrdinary(sum: ExactSum, value: number): void {
  const { low, high, rest } = sum;
  const x = rest === null ? value : addToRest(rest, value);
  const near = low + x;
  const e1 = Math.abs(low) < Math.abs(x) ? low - (near - x) : x - (near - low);
  const far = high + near;
  const e2 = Math.abs(high) < Math.abs(near) ? high - (far - near) : near - (far - high);
  sum.high = far;
  if (e1 === 0 && rest === null) sum.low = e2;
  else spill(sum, e1, e2);
}

/** Adds below `low`; what is carried up to it. */
function addToRest(rest: number[], value: number): number {
  grow(rest, value);
  return rest.pop() ?? 0;
}

/** Joins the two terms above the rest where one float64 holds both; the lower one goes to the rest otherwise. */
function spill(sum: ExactSum, e1: number, e2: number): void {
  const both = e2 + e1;
  const lost = e1 - (both - e2);
  if (lost === 0) {
    sum.low = both;
  } else {
    sum.low = e2;
    if (sum.rest) sum.rest.push(e1);
    else sum.rest = [e1];
  }
  if (sum.low === 0 && sum.rest) sum.low = sum.rest.pop() ?? 0;
  if (sum.rest?.length === 0) sum.rest = null;
}

/** Takes `terms` over as the ordinary ones. */
function place(sum: ExactSum, terms: number[]): void {
  sum.high = terms.pop() ?? 0;
  sum.low = terms.pop() ?? 0;
  sum.rest = terms.length > 0 ? terms : null;
}

/** The expansion whose every term is the rounded value of itself and all smaller ones. Takes `rest` over. */
function canonical(rest: number[]): number[] {
  if (rest.length < 2) return rest;
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
