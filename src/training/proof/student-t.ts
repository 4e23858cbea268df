/** Student's t distribution. */
import { gammaln } from 'simple-statistics';

/**
 * P(T <= t) with T of Student's t distribution: half the regularised incomplete beta function
 * I(df / (df + t^2); df / 2, 1 / 2) below zero, its complement above.
 * @param degreesOfFreedom positive
 * @example studentTLowerTail(-2.015, 5) // .05
 */
export function studentTLowerTail(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0))
    throw new RangeError(`degrees of freedom must be positive: ${degreesOfFreedom}`);
  if (t === Infinity) return 1;
  if (t === -Infinity) return 0;
  const sum = degreesOfFreedom + t * t;
  const tail = regularisedBeta(degreesOfFreedom / sum, (t * t) / sum, degreesOfFreedom / 2, 0.5) / 2;
  return t <= 0 ? tail : 1 - tail;
}

/** I(x; a, b), with `rest` = 1 - x given apart: near t = 0 the subtraction would lose every digit of it. */
function regularisedBeta(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const logFront = gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log(rest);
  // The fraction converges quickly only on this side of the mean; on the other, I(x; a, b) = 1 - I(1 - x; b, a).
  return x < (a + 1) / (a + b + 2)
    ? (Math.exp(logFront) * betaFraction(x, a, b)) / a
    : 1 - (Math.exp(logFront) * betaFraction(rest, b, a)) / b;
}

/** The continued fraction of the incomplete beta function (NIST DLMF 8.17.22), by the modified Lentz method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const notZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 1_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) return fraction;
  }
  throw new Error(`the incomplete beta function did not converge at x = ${x}, a = ${a}, b = ${b}`);
}
