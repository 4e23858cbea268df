import type { Counts } from './bins.js';
import { walkCumulative, type WeightedPoints } from './cumulative-steps.js';
import { atPositions } from './wasserstein.js';

/**
 * The energy distance of two samples on a line (Szekely): sqrt(2 E|X - Y| - E|X - X'| - E|Y - Y'|), which is
 * sqrt(2 integral (F - G)^2), in the square root of the values' unit. 0 exactly when both are equal.
 * O((n + m) log(n + m)).
 *
 * @throws RangeError for an empty sample or a value that is not finite
 * @example energy([0, 1, 3], [5, 6, 8]); // 2.708
 */
export function energy(now: readonly number[], reference: readonly number[]): number {
  return Math.sqrt(2 * squaredArea({ values: now }, { values: reference }));
}

/**
 * The same for histograms whose bin `i` stands at `positions[i]`.
 * @example energyBinned([1, 1, 0], [0, 1, 1], [0, 1, 2]); // 1
 */
export function energyBinned(now: Counts, reference: Counts, positions: readonly number[]): number {
  return Math.sqrt(2 * squaredArea(atPositions(now, positions), atPositions(reference, positions)));
}

/**
 * The SQUARED distance that sampling alone gives on average: 2 (1/n + 1/m) times the integral of F (1 - F), F taken
 * from the pooled rows.
 * @example energyBias([0, 1], [0, 1]); // 0.5
 */
export function energyBias(now: readonly number[], reference: readonly number[]): number {
  const rows = 1 / now.length + 1 / reference.length;
  const share = now.length / (now.length + reference.length);
  let integral = 0;
  walkCumulative({ values: now }, { values: reference }, (width, f, g) => {
    const pooled = share * f + (1 - share) * g;
    integral += width * pooled * (1 - pooled);
  });
  return 2 * rows * integral;
}

function squaredArea(now: WeightedPoints, reference: WeightedPoints): number {
  let sum = 0;
  walkCumulative(now, reference, (width, f, g) => (sum += width * (f - g) ** 2));
  return sum;
}
