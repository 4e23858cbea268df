import type { Counts } from './bins.js';
import { walkCumulative, type WeightedPoints } from './cumulative-steps.js';

/**
 * The 1-Wasserstein (earth mover's) distance of two samples on a line: the area between their distribution functions,
 * in the unit of the values. Divide by the reference's standard deviation to compare features.
 * O((n + m) log(n + m)).
 *
 * @throws RangeError for an empty sample or a value that is not finite
 * @example wasserstein([0, 1, 3], [5, 6, 8]); // 5
 */
export function wasserstein(now: readonly number[], reference: readonly number[]): number {
  return area({ values: now }, { values: reference });
}

/**
 * The same for histograms whose bin `i` stands at `positions[i]` (its middle, or its mean value).
 * @example wassersteinBinned([1, 1, 0], [0, 1, 1], [0, 1, 2]); // 1
 */
export function wassersteinBinned(now: Counts, reference: Counts, positions: readonly number[]): number {
  return area(atPositions(now, positions), atPositions(reference, positions));
}

/**
 * The distance that sampling alone gives on average, in the unit of the values: n and m rows of ONE distribution, whose
 * shape is taken from the pooled rows: sqrt(2/pi (1/n + 1/m)) times the integral of sqrt(F (1 - F)), as the difference
 * of the two distribution functions is nearly normal everywhere.
 * @example wassersteinBias([0, 1], [0, 1]); // 0.3989
 */
export function wassersteinBias(now: readonly number[], reference: readonly number[]): number {
  const rows = 1 / now.length + 1 / reference.length;
  const share = now.length / (now.length + reference.length);
  let integral = 0;
  walkCumulative({ values: now }, { values: reference }, (width, f, g) => {
    const pooled = share * f + (1 - share) * g;
    integral += width * Math.sqrt(Math.max(0, pooled * (1 - pooled)));
  });
  return Math.sqrt((2 / Math.PI) * rows) * integral;
}

function area(now: WeightedPoints, reference: WeightedPoints): number {
  let sum = 0;
  walkCumulative(now, reference, (width, f, g) => (sum += width * Math.abs(f - g)));
  return sum;
}

/** Shorter counts have zeros at their end. */
export function atPositions(counts: Counts, positions: readonly number[]): WeightedPoints {
  if (counts.length > positions.length) {
    throw new RangeError(`${counts.length} bins but ${positions.length} positions: give each bin its own`);
  }
  return { values: positions, weights: positions.map((_, bin) => counts[bin] ?? 0) };
}
