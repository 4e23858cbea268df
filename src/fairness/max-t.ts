import type { Random } from '../../detectors/random.js';

/** The covariance of some estimates, and the degrees of freedom that it was estimated with. */
export interface Spread {
  readonly covariance: readonly (readonly number[])[];
  readonly degrees: number;
}

/** A difference of two of the estimates, or one alone (`minus` null), by their index. */
export interface Contrast {
  readonly plus: number;
  readonly minus: number | null;
}

/** Variance of a contrast. */
export function varianceOf({ covariance }: Spread, { plus, minus }: Contrast): number {
  const at = (i: number, j: number): number => covariance[i]?.[j] ?? 0;
  if (minus === null) return at(plus, plus);
  return Math.max(0, at(plus, plus) + at(minus, minus) - 2 * at(plus, minus));
}

const DRAWS = 5_000;
/** With more degrees of freedom t differs from a normal by less than the draws do. */
const MOST_DEGREES = 200;

/**
 * How many standard errors each contrast needs on both sides so that all intervals together hold the truth with the given
 * confidence: the quantile of the largest |t| under the contrasts' own correlation (Hothorn, Bretz and Westfall, 2008),
 * by simulation. Equal random numbers give equal answers.
 *
 * O(draws x (estimates^2 + contrasts)).
 */
export function simultaneousCritical(
  spread: Spread,
  contrasts: readonly Contrast[],
  confidence: number,
  random: Random,
): number {
  const root = choleskyOf(spread.covariance);
  const scaled = contrasts
    .map((contrast) => ({ ...contrast, error: Math.sqrt(varianceOf(spread, contrast)) }))
    .filter(({ error }) => error > 0);
  const normal = normals(random);
  const degrees = Math.min(spread.degrees, MOST_DEGREES);
  const [noise, draw] = [new Float64Array(root.length), new Float64Array(root.length)];
  const largest = new Float64Array(DRAWS);
  for (let drawn = 0; drawn < DRAWS; drawn++) {
    for (let i = 0; i < noise.length; i++) noise[i] = normal();
    multiply(root, noise, draw);
    let most = 0;
    for (const { plus, minus, error } of scaled) {
      const moved = (draw[plus] ?? 0) - (minus === null ? 0 : (draw[minus] ?? 0));
      most = Math.max(most, Math.abs(moved) / error);
    }
    largest[drawn] = most / Math.sqrt(chiSquared(degrees, random, normal) / degrees);
  }
  return largest.sort()[Math.min(DRAWS, Math.ceil(confidence * (DRAWS + 1))) - 1] ?? 0;
}

function multiply(lower: readonly (readonly number[])[], vector: Float64Array, into: Float64Array): void {
  for (const [i, row] of lower.entries()) {
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += (row[j] ?? 0) * (vector[j] ?? 0);
    into[i] = sum;
  }
}

/** Lower triangular; a direction without variance (estimates that move as one) has zeros. */
function choleskyOf(matrix: readonly (readonly number[])[]): number[][] {
  const root: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (let j = 0; j <= i; j++) {
      const above = j === i ? own : (root[j] ?? []);
      let rest = row[j] ?? 0;
      for (let k = 0; k < j; k++) rest -= (own[k] ?? 0) * (above[k] ?? 0);
      const pivot = above[j] ?? 0;
      if (j === i) own.push(rest > 1e-12 * (row[i] ?? 0) ? Math.sqrt(rest) : 0);
      else own.push(pivot > 0 ? rest / pivot : 0);
    }
    root.push(own);
  }
  return root;
}

/** Box and Muller, 1958: two at a time. */
function normals(random: Random): () => number {
  let second: number | null = null;
  return () => {
    if (second !== null) {
      const ready = second;
      second = null;
      return ready;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    second = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** -2 ln of a product of uniform numbers, one for each pair of degrees, and a squared normal for an odd one. */
function chiSquared(degrees: number, random: Random, normal: () => number): number {
  let [sum, product] = [degrees % 2 === 1 ? normal() ** 2 : 0, 1];
  for (let pair = 0; pair < Math.floor(degrees / 2); pair++) {
    product *= 1 - random();
    if (product > 1e-200) continue;
    sum -= 2 * Math.log(product);
    product = 1;
  }
  return sum - 2 * Math.log(product);
}
