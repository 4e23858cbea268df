import type { NumericHistogram } from '../aggregates/numeric-histogram.js';
import { sortedBins } from '../aggregates/numeric-histogram.js';

/**
 * The log loss that a calibrated binary classifier's own scores expect: the mean entropy -p ln p - (1-p) ln(1-p), in
 * nats. It needs no outcomes; it is right only while scores stay calibrated, so it says nothing about inputs that the
 * reference never had, nor about concept drift. Sums over the pane, as a mean pane of the evidence wants them.
 */
export function expectedLoss(scores: NumericHistogram): { n: number; sum: number; sumSquares: number } {
  let sum = 0;
  let sumSquares = 0;
  let n = 0;
  for (const { low, high, count } of sortedBins(scores)) {
    const p = Math.min(1, Math.max(0, low / 2 + high / 2));
    const h = entropy(p);
    n += count;
    sum += count * h;
    sumSquares += count * h * h;
  }
  return { n, sum, sumSquares };
}

function entropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}
