/** Upper quantiles of Fisher's F and Student's t distributions. */
import { betaFront, incompleteBeta } from './incomplete-beta.js';

/**
 * The value that F of (d1, d2) degrees of freedom exceeds with probability `tail`, to about 1e-10 relative.
 * @param tail strictly between 0 and 1
 * @param d1 above 0, need not be whole; so is d2
 */
export function upperF(tail: number, d1: number, d2: number): number {
  // P(F > f) falls in ln f: first a bracket, then Newton's method that never leaves it
  let [low, high] = [-1, 1];
  while (tailOfF(low, d1, d2) < tail) low *= 2;
  while (tailOfF(high, d1, d2) > tail) high *= 2;
  let at = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    const excess = tailOfF(at, d1, d2) - tail;
    if (excess > 0) low = at;
    else high = at;
    const next = at + excess / slopeOfF(at, d1, d2);
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - at) < PRECISION) return Math.exp(inside);
    at = inside;
  }
  return Math.exp(at);
}

/** The value that Student's t of `df` degrees of freedom exceeds with probability `tail`, at most a half. */
export function upperT(tail: number, df: number): number {
  return Math.sqrt(upperF(2 * tail, 1, df));
}

/** P(F > exp(logF)). */
function tailOfF(logF: number, d1: number, d2: number): number {
  const scaled = d1 * Math.exp(logF);
  return incompleteBeta(d2 / (scaled + d2), scaled / (scaled + d2), d2 / 2, d1 / 2);
}

/** How fast it falls there, per unit of logF. */
function slopeOfF(logF: number, d1: number, d2: number): number {
  const scaled = d1 * Math.exp(logF);
  return betaFront(d2 / (scaled + d2), scaled / (scaled + d2), d2 / 2, d1 / 2);
}

const PRECISION = 1e-12;
const MOST_STEPS = 100;
