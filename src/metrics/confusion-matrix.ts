/** Counts of (predicted, actual) pairs, keyed `predicted \t actual`: the state of all metrics of labels. */
export type Confusion = Map<string, number>;

/** Labels hold no tab, since it parts the key. @throws RangeError for one that does */
export function addToConfusion(confusion: Confusion, predicted: string, actual: string, count = 1): void {
  for (const label of [predicted, actual]) {
    if (label.includes('\t')) throw new RangeError(`a label has no tab, but ${JSON.stringify(label)} does`);
  }
  const key = `${predicted}\t${actual}`;
  confusion.set(key, (confusion.get(key) ?? 0) + count);
}

export function mergeConfusion(into: Confusion, from: ReadonlyMap<string, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}

/** The confusion of paired labels. @throws RangeError for lists of different lengths */
export function confusionOf(predicted: readonly string[], actual: readonly string[]): Confusion {
  if (predicted.length !== actual.length) {
    throw new RangeError(`${predicted.length} predictions but ${actual.length} outcomes: they are pairs`);
  }
  const confusion: Confusion = new Map();
  for (const [row, label] of predicted.entries()) addToConfusion(confusion, label, actual[row] as string);
  return confusion;
}

/** One class's row of the table of all metrics. */
export interface ClassCounts {
  readonly label: string;
  readonly predicted: number;
  readonly actual: number;
  readonly right: number;
}

/** The classes that occur, predicted or actual, in the order of their labels: sums over them have one order. */
export function classCounts(confusion: ReadonlyMap<string, number>): ClassCounts[] {
  const classes = new Map<string, { label: string; predicted: number; actual: number; right: number }>();
  const of = (label: string) => {
    let entry = classes.get(label);
    if (!entry) classes.set(label, (entry = { label, predicted: 0, actual: 0, right: 0 }));
    return entry;
  };
  for (const [key, count] of confusion) {
    const tab = key.indexOf('\t');
    const [predicted, actual] = [of(key.slice(0, tab)), of(key.slice(tab + 1))];
    predicted.predicted += count;
    actual.actual += count;
    if (predicted === actual) actual.right += count;
  }
  return [...classes.values()].sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** The matrix as scikit-learn prints it: a row an actual label, a column a predicted one, in the order of `labels`. */
export function confusionMatrix(
  confusion: ReadonlyMap<string, number>,
  labels: readonly string[] = classCounts(confusion).map(({ label }) => label),
): number[][] {
  return labels.map((actual) => labels.map((predicted) => confusion.get(`${predicted}\t${actual}`) ?? 0));
}
