/**
 * From the rank of a unit among N reference units to an e-value: the power calibrator f(p) = eps p^(eps-1), divided by
 * c(N), which pays for the reference being finite. Given one reference, live ranks are iid with Dirichlet
 * probabilities, so the mean of f under them differs from reference to reference; divided by its 95% quantile it is at
 * most 1 for 95% of them. Ranks are coarse (p is never below 1 / (N+1)), so that quantile is below 1, and the division
 * gives back the mass that f keeps for p-values that cannot come.
 *
 * eps = .1: with the price c(N) in place it beats eps = .2, .3 and mixtures of them in false alarms AND in delay
 * (N = 42, shifts of 1.5 / 2 / 3 standard deviations: 6 / 4 / 3 units against 7 / 5 / 4 of the mixture .1, .3, .5).
 */

const EXPONENT = 0.1;

/** 95% and 99% quantiles of sum G_j f(j / (N+1)), G ~ Dirichlet(1, ..., 1); `bench/conformal-constants.ts` prints them. */
const REFERENCE_PRICE: readonly (readonly [units: number, at95: number, at99: number])[] = [
  [7, 0.35, 0.411],
  [14, 0.411, 0.491],
  [21, 0.444, 0.53],
  [28, 0.465, 0.554],
  [35, 0.482, 0.573],
  [42, 0.494, 0.589],
  [49, 0.504, 0.599],
  [63, 0.52, 0.615],
  [84, 0.536, 0.631],
  [126, 0.559, 0.65],
  [168, 0.574, 0.667],
  [252, 0.594, 0.685],
  [364, 0.609, 0.698],
  [504, 0.624, 0.71],
  [1008, 0.649, 0.728],
];

/** eps p^(eps-1): integrates to 1 over uniform p, large for small p. */
export function powerCalibrator(p: number): number {
  return EXPONENT * p ** (EXPONENT - 1);
}

/** c(N), between the tabulated N by ln N. `strict`: the 99% quantile, for budgets long against the reference. */
export function referencePrice(units: number, strict: boolean): number {
  const column = strict ? 2 : 1;
  const above = REFERENCE_PRICE.findIndex(([tabulated]) => tabulated >= units);
  const to = REFERENCE_PRICE.at(above);
  const from = above > 0 ? REFERENCE_PRICE[above - 1] : undefined;
  if (!to || !from) return (to ?? REFERENCE_PRICE[0])?.[column] ?? 1;
  const along = (Math.log(units) - Math.log(from[0])) / (Math.log(to[0]) - Math.log(from[0]));
  return from[column] + along * (to[column] - from[column]);
}

/** E-value of the rank p = (1 + reference units at least as strange) / (N + 1). */
export function rankEValue(p: number, units: number, strict: boolean): number {
  return powerCalibrator(p) / referencePrice(units, strict);
}
