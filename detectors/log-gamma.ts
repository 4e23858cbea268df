/**
 * ln Gamma(x) for x > 0, to about 1e-15 relative: Stirling's series (NIST DLMF 5.11.1) above 10, the recurrence below.
 * (`simple-statistics` has one too, but comes whole into every bundle.)
 */
export function logGamma(x: number): number {
  let [shifted, product] = [x, 1];
  for (; shifted < SERIES_FROM; shifted++) product *= shifted;
  const square = shifted * shifted;
  let series = 0;
  for (const coefficient of STIRLING) series = series / square + coefficient;
  const main = (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2;
  return main + series / shifted - Math.log(product);
}

const SERIES_FROM = 10;
/** B_2k / (2k (2k-1)), the last first. */
const STIRLING = [-691 / 360_360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];
