/**
 * P(Z > z) of a standard normal, to about 1e-15 relative: the series of the distribution function near the centre,
 * the continued fraction (Laplace) in the tail.
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > SERIES_UP_TO) {
    let fraction = z;
    for (let k = FRACTION_TERMS; k >= 1; k--) fraction = z + k / fraction;
    return density / fraction;
  }
  let [term, sum] = [z, z];
  for (let k = 3; term > sum * Number.EPSILON; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 - density * sum;
}

const SERIES_UP_TO = 2;
const FRACTION_TERMS = 120;
