/** Accuracy, precision, recall and F1 from confusion counts keyed `predicted \t actual`. Undefined ones are null. */
export interface ConfusionMetrics {
  readonly n: number;
  readonly errors: number;
  readonly accuracy: number | null;
  /** Binary: of class 1. Multiclass: macro average over the classes that occur (as predicted or as actual). */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/**
 * Binary metrics are of the positive class `'1'` and null where nothing was predicted (precision) or happened (recall).
 * A class of a macro average without predictions or occurrences counts 0, as scikit-learn's zero_division default has it.
 */
export function confusionMetrics(
  confusion: ReadonlyMap<string, number>,
  task: 'binary' | 'multiclass',
): ConfusionMetrics {
  const predicted = new Map<string, number>();
  const actual = new Map<string, number>();
  const right = new Map<string, number>();
  let n = 0;
  let correct = 0;
  for (const [key, count] of confusion) {
    const tab = key.indexOf('\t');
    const p = key.slice(0, tab);
    const a = key.slice(tab + 1);
    n += count;
    predicted.set(p, (predicted.get(p) ?? 0) + count);
    actual.set(a, (actual.get(a) ?? 0) + count);
    if (p === a) {
      correct += count;
      right.set(p, (right.get(p) ?? 0) + count);
    }
  }
  if (n === 0) return { n, errors: 0, accuracy: null, precision: null, recall: null, f1: null };
  const base = { n, errors: n - correct, accuracy: correct / n };
  if (task === 'binary') {
    const tp = right.get('1') ?? 0;
    const said = predicted.get('1') ?? 0;
    const were = actual.get('1') ?? 0;
    return {
      ...base,
      precision: said === 0 ? null : tp / said,
      recall: were === 0 ? null : tp / were,
      f1: said + were === 0 ? null : (2 * tp) / (said + were),
    };
  }
  // Sorted, so that the sums do not depend on the order in which classes were met.
  const classes = [...new Set([...predicted.keys(), ...actual.keys()])].sort();
  let precision = 0;
  let recall = 0;
  let f1 = 0;
  for (const name of classes) {
    const tp = right.get(name) ?? 0;
    const said = predicted.get(name) ?? 0;
    const were = actual.get(name) ?? 0;
    precision += said === 0 ? 0 : tp / said;
    recall += were === 0 ? 0 : tp / were;
    f1 += (2 * tp) / (said + were);
  }
  return {
    ...base,
    precision: precision / classes.length,
    recall: recall / classes.length,
    f1: f1 / classes.length,
  };
}
