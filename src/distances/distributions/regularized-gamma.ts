import { gammaln } from 'simple-statistics';

/** Terms that any argument of a test's size needs; the sums stop long before. */
const MOST_TERMS = 100_000;
const SMALLEST = 1e-300;

/**
 * The upper regularized incomplete gamma function Q(a, x): the share of a gamma distribution of shape `a` above `x`.
 * By its power series below a + 1 and by Lentz's continued fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
 * Relative error about 1e-13 up to a = 1,000. O(sqrt(a)) terms.
 */
export function upperRegularizedGamma(a: number, x: number): number {
  if (!(a > 0)) throw new RangeError(`the shape of a gamma distribution is above 0, not ${a}`);
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const scale = Math.exp(a * Math.log(x) - x - gammaln(a));
  return x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * Number.EPSILON) break;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / SMALLEST;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const coefficient = -n * (n - a);
    b += 2;
    d = 1 / awayFromZero(coefficient * d + b);
    c = awayFromZero(b + coefficient / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON) break;
  }
  return fraction;
}

function awayFromZero(x: number): number {
  return Math.abs(x) < SMALLEST ? SMALLEST : x;
}
