/** Counts of (predicted, actual) pairs, keyed `predicted \t actual`: the state of all metrics of labels. */
export type Confusion = Map<string, number>;

/**
 * Labels hold no tab, since it parts the key.
 * @throws RangeError for one that does
 * @example
 * const confusion = new Map();
 * addToConfusion(confusion, 'ill', 'well');
 * addToConfusion(confusion, 'well', 'well', 3);
 * accuracy(confusion).value; // 0.75
 */
export function addToConfusion(confusion: Confusion, predicted: string, actual: string, count = 1): void {
  for (const label of [predicted, actual]) {
    if (label.includes('\t')) throw new RangeError(`a label has no tab, but ${JSON.stringify(label)} does`);
  }
  const key = `${predicted}\t${actual}`;
  confusion.set(key, (confusion.get(key) ?? 0) + count);
}

/**
 * Adds the rows of another confusion.
 * @example
 * const week = confusionOf(['a', 'b'], ['a', 'a']);
 * mergeConfusion(week, confusionOf(['a', 'a'], ['a', 'a']));
 * accuracy(week).value; // 0.75
 */
export function mergeConfusion(into: Confusion, from: ReadonlyMap<string, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}

/**
 * The confusion of paired labels.
 * @throws RangeError for lists of different lengths
 * @example confusionOf(['a', 'b', 'b'], ['a', 'a', 'b']).size; // 3
 */
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

/**
 * The classes that occur, predicted or actual, in the order of their labels: sums over them have one order.
 * @example classCounts(confusionOf(['a', 'b'], ['a', 'a'])).map(({ label, right }) => label + right); // a1,b0
 */
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

/**
 * The matrix as scikit-learn prints it: a row an actual label, a column a predicted one, in the order of `labels`.
 * @example JSON.stringify(confusionMatrix(confusionOf(['a', 'b', 'b'], ['a', 'a', 'b']))); // [[1,1],[0,1]]
 */
export function confusionMatrix(
  confusion: ReadonlyMap<string, number>,
  labels: readonly string[] = classCounts(confusion).map(({ label }) => label),
): number[][] {
  return labels.map((actual) => labels.map((predicted) => confusion.get(`${predicted}\t${actual}`) ?? 0));
}

/** JSON form: predicted, actual, count; sorted, so equal confusions have equal bytes. */
export type ConfusionJson = readonly (readonly [predicted: string, actual: string, count: number])[];

/**
 * For storage and transport.
 * @example JSON.stringify(confusionToJson(confusionOf(['a', 'b'], ['a', 'a']))); // [["a","a",1],["b","a",1]]
 */
export function confusionToJson(confusion: ReadonlyMap<string, number>): ConfusionJson {
  const sorted = [...confusion].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, count]) => {
    const tab = key.indexOf('\t');
    return [key.slice(0, tab), key.slice(tab + 1), count];
  });
}

/**
 * The confusion that `confusionToJson` stored.
 * @example accuracy(confusionFromJson([['a', 'a', 3], ['b', 'a', 1]])).value; // 0.75
 */
export function confusionFromJson(json: ConfusionJson): Confusion {
  return new Map(json.map(([predicted, actual, count]) => [`${predicted}\t${actual}`, count]));
}
