import { checkedProbability, noisyLabel, type Concept, type LabelledRow } from './concept.js';
import { incrementalStream } from './incremental.js';
import type { GeneratedStream } from './stream.js';

/**
 * Hyperplane (Hulten, Spencer and Domingos, "Mining time-changing data streams", 2001): features x0, x1, ... uniform on 0
 * to 1; label 1 when their weighted sum is at least half of the sum of `weights`, so both labels are about as frequent.
 *
 * @param noise  probability of a wrong label, 0 to 1
 */
export function hyperplane(weights: readonly number[], noise = 0): Concept<LabelledRow> {
  if (weights.length === 0 || !weights.every(Number.isFinite)) {
    throw new RangeError(`weights are finite numbers, one a feature, not [${weights.join(', ')}]`);
  }
  checkedProbability(noise, 'noise');
  const threshold = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  return (random) => {
    const features: Record<string, number> = {};
    let sum = 0;
    for (const [index, weight] of weights.entries()) {
      const x = random();
      features[`x${index}`] = x;
      sum += weight * x;
    }
    return { features, label: noisyLabel(sum >= threshold, noise, random) };
  };
}

/** A hyperplane that turns from one set of weights to another between the rows `from` and `to`. */
export function turningHyperplane(
  before: readonly number[],
  after: readonly number[],
  options: { readonly from: number; readonly to: number; readonly rows: number; readonly noise?: number },
): GeneratedStream<LabelledRow> {
  if (before.length !== after.length) {
    throw new RangeError(`${before.length} weights before but ${after.length} after: features stay`);
  }
  return incrementalStream((progress) => {
    const weights = before.map((weight, index) => weight + progress * ((after[index] as number) - weight));
    return hyperplane(weights, options.noise);
  }, options);
}
