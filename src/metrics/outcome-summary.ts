import { histogramMean } from '../aggregates/numeric-histogram.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import type { Task } from '../events/event.js';
import { classCounts } from './confusion-matrix.js';

/** What happened in one stretch of time, as far as a forecast without a model can use it. Plain data. */
export interface OutcomeSummary {
  readonly n: number;
  /** Classification: how often each class happened; the `MAX_SUMMARY_CLASSES` most frequent ones, ordered by name. */
  readonly classes: Readonly<Record<string, number>>;
  /** Regression: the mean outcome. */
  readonly mean: number | null;
}

export const MAX_SUMMARY_CLASSES = 256;

/** @returns null for a pane without outcomes of the task, and for lists: no constant one can be said in their place */
export function outcomeSummary(pane: OutcomePane, task: Task): OutcomeSummary | null {
  if (task === 'ranking') return null;
  if (task === 'regression') {
    const h = pane.outcomes.numeric;
    return h && h.n > 0 ? { n: h.n, classes: {}, mean: histogramMean(h) } : null;
  }
  const counts = classCounts(pane.confusion).filter(({ actual }) => actual > 0);
  const n = counts.reduce((sum, { actual }) => sum + actual, 0);
  if (n === 0) return null;
  const kept = counts.sort(moreFrequent).slice(0, MAX_SUMMARY_CLASSES).sort(byLabel);
  return { n, classes: Object.fromEntries(kept.map(({ label, actual }) => [label, actual])), mean: null };
}

/** The class that happened most often, of equals the first by name; null without classes. */
export function commonestClass({ classes }: OutcomeSummary): string | null {
  const [first] = Object.entries(classes)
    .map(([label, actual]) => ({ label, actual }))
    .sort(moreFrequent);
  return first?.label ?? null;
}

/**
 * The probability of each class by its share, half a row added to each and to one class that was never seen, so that what
 * is new costs a finite loss. A function, since classes may have any name.
 */
export function shareOf({ n, classes }: OutcomeSummary): (label: string) => number {
  const known = new Map(Object.entries(classes));
  const total = n + (known.size + 1) / 2;
  return (label) => ((known.get(label) ?? 0) + 0.5) / total;
}

interface Count {
  readonly label: string;
  readonly actual: number;
}

const byLabel = (a: Count, b: Count): number => (a.label < b.label ? -1 : 1);
const moreFrequent = (a: Count, b: Count): number => b.actual - a.actual || byLabel(a, b);
