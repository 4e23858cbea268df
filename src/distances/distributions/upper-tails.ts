import { upperRegularizedGamma } from './regularized-gamma.js';

/** P(X >= x) of a chi-squared distribution. */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return upperRegularizedGamma(degreesOfFreedom / 2, x / 2);
}

/**
 * P(Z >= z) of a standard normal distribution, to about 1e-15 relative. (simple-statistics reads a table of four
 * digits.)
 */
export function normalTail(z: number): number {
  const outer = upperRegularizedGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? outer : 1 - outer;
}
