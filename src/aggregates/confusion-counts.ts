import { keepAboutBottomK, keepBottomK } from './bottom-k.js';

/**
 * How often which label was predicted and which was true: predicted label, a tab, actual label -> count. Labels have no
 * tabs (`../events/json-shapes.ts`). Of more pairs than the limit, the same ones stay whoever came first (`keepBottomK`).
 */
export type ConfusionCounts = Map<string, number>;

export const MAX_CONFUSION_PAIRS = 4096;

export function addLabels(confusion: ConfusionCounts, predicted: string, actual: string): void {
  const key = keyOf(predicted, actual);
  const before = confusion.get(key);
  confusion.set(key, (before ?? 0) + 1);
  if (before === undefined) keepAboutBottomK(confusion, MAX_CONFUSION_PAIRS);
}

export function mergeConfusion(into: ConfusionCounts, from: ReadonlyMap<string, number>): void {
  for (const [key, n] of from) into.set(key, (into.get(key) ?? 0) + n);
  keepBottomK(into, MAX_CONFUSION_PAIRS);
}

/** JSON form, ordered by key. */
export function confusionToJson(confusion: ConfusionCounts): Record<string, number> {
  keepBottomK(confusion, MAX_CONFUSION_PAIRS);
  return Object.fromEntries([...confusion].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Keys by their two labels: pairs repeat, and putting a text together and hashing it anew costs more than two look-ups. */
const keys = new Map<string, Map<string, string>>();
let known = 0;

function keyOf(predicted: string, actual: string): string {
  return keys.get(predicted)?.get(actual) ?? newKey(predicted, actual);
}

function newKey(predicted: string, actual: string): string {
  if (known >= MAX_CONFUSION_PAIRS) {
    keys.clear();
    known = 0;
  }
  let row = keys.get(predicted);
  if (row === undefined) keys.set(predicted, (row = new Map()));
  const key = `${predicted}\t${actual}`;
  row.set(actual, key);
  known++;
  return key;
}
