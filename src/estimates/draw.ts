import type { Random } from '../../detectors/random.js';

/** A standard normal value (Box and Muller); takes two uniform numbers. */
export function drawNormal(random: Random): number {
  // 1 - u: never the logarithm of 0
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * How many of `rows` rows are hits at probability `p`: by inversion where few hits (or few misses) are expected, by the
 * rounded normal beyond, whose error is far below what an interval shows. A fraction of a row counts as expected.
 */
export function drawBinomial(random: Random, rows: number, p: number): number {
  if (p > 0.5) return rows - drawBinomial(random, rows, 1 - p);
  const whole = Math.floor(rows);
  const rest = (rows - whole) * p;
  if (whole === 0 || p <= 0) return rest;
  const mean = whole * p;
  if (mean > INVERSION_UP_TO) {
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - p)) * drawNormal(random));
    return rest + Math.min(whole, Math.max(0, drawn));
  }
  let hits = 0;
  let probability = (1 - p) ** whole;
  let left = random() - probability;
  while (left > 0 && hits < whole) {
    hits++;
    probability *= ((whole - hits + 1) / hits) * (p / (1 - p));
    left -= probability;
  }
  return rest + hits;
}
const INVERSION_UP_TO = 25;

/** How often each of `n` things is drawn when `n` are drawn with replacement: one bootstrap sample. */
export function drawWeights(random: Random, n: number): number[] {
  const weights = Array.from<number>({ length: n }).fill(0);
  for (let i = 0; i < n; i++) {
    const at = Math.floor(random() * n);
    weights[at] = (weights[at] as number) + 1;
  }
  return weights;
}
