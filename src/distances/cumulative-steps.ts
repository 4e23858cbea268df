import { checkedSample, sorted } from './sample.js';

/** Weighted points on a line: a sample, or the bins of a histogram at their positions. */
export interface WeightedPoints {
  readonly values: readonly number[];
  /** As many as values, at least 0, not all 0; without them every value counts once. */
  readonly weights?: readonly number[];
}

/**
 * Walks along two distribution functions at once: `visit(width, f, g)` for every stretch of the line where both are
 * constant. O((n + m) log(n + m)).
 *
 * @throws RangeError for values or weights that describe no distribution
 */
export function walkCumulative(
  now: WeightedPoints,
  reference: WeightedPoints,
  visit: (width: number, f: number, g: number) => void,
): void {
  const first = ascending(now, 'now');
  const second = ascending(reference, 'reference');
  let [i, j] = [0, 0];
  let [f, g] = [0, 0];
  let last = Math.min(first.values[0] as number, second.values[0] as number);
  while (i < first.values.length || j < second.values.length) {
    const value = Math.min(first.values[i] ?? Infinity, second.values[j] ?? Infinity);
    if (value > last) visit(value - last, f / first.total, g / second.total);
    for (; first.values[i] === value; i++) f += first.weights[i] as number;
    for (; second.values[j] === value; j++) g += second.weights[j] as number;
    last = value;
  }
}

interface Ascending {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly total: number;
}

function ascending({ values, weights }: WeightedPoints, name: string): Ascending {
  checkedSample(values, name);
  if (weights === undefined) {
    const ones = new Float64Array(values.length).fill(1);
    return { values: sorted(values), weights: ones, total: values.length };
  }
  if (weights.length !== values.length) {
    throw new RangeError(
      `${name} has ${values.length} values but ${weights.length} weights: give one a value`,
    );
  }
  let total = 0;
  for (const [index, weight] of weights.entries()) {
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`weight ${index} of ${name} is ${weight}: weights are finite and at least 0`);
    }
    total += weight;
  }
  if (!(total > 0)) throw new RangeError(`${name} has no rows: compare only panes with at least one`);
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  return {
    values: Float64Array.from(order, (index) => values[index] as number),
    weights: Float64Array.from(order, (index) => weights[index] as number),
    total,
  };
}
