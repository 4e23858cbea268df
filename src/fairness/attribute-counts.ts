import { keepAboutBottomK, keepBottomK } from '../aggregates/bottom-k.js';
import { addLabels, mergeConfusion, type ConfusionCounts } from '../aggregates/confusion-counts.js';
import {
  addToHistogram,
  emptyHistogram,
  mergeHistogram,
  type NumericHistogram,
} from '../aggregates/numeric-histogram.js';

/** What is kept of the rows of one group; an `OutcomePane` of a segment is one too. */
export interface GroupCounts {
  readonly confusion: ConfusionCounts;
  /** Scores (probabilities of label `1`) of the rows that turned out `1`, and of all others. */
  readonly scores: { readonly positive: NumericHistogram; readonly negative: NumericHistogram };
}

/** The joined rows of one pane by the groups of a named attribute: a commutative monoid over the set of rows. */
export interface AttributeCounts {
  /** All rows: those of no group and those beyond the limit of groups too. */
  rows: number;
  /** Rows whose attribute is unknown: they are in no group. */
  missing: number;
  readonly groups: Map<string, GroupCounts>;
}

/** One joined row. `score`, where the model gives one, is the probability of label `1`. */
export interface GroupedRow {
  readonly predicted: string;
  readonly actual: string;
  readonly score?: number;
}

/** Of more groups than these, the same ones stay whoever came first (`keepBottomK`). */
export const MAX_GROUPS = 64;

/** @example emptyAttribute().rows; // 0 */
export function emptyAttribute(): AttributeCounts {
  return { rows: 0, missing: 0, groups: new Map() };
}

/**
 * Adds a row of a group; null where the attribute is unknown.
 * @throws RangeError for a score that is no probability
 * @example
 * const pane = emptyAttribute();
 * addToAttribute(pane, 'women', { predicted: '1', actual: '0', score: 0.75 });
 * addToAttribute(pane, null, { predicted: '1', actual: '1' });
 * pane.rows + pane.groups.size; // 3
 */
export function addToAttribute(
  counts: AttributeCounts,
  group: string | null,
  { predicted, actual, score }: GroupedRow,
): void {
  if (score !== undefined && !(score >= 0 && score <= 1)) {
    throw new RangeError(`a score is a probability between 0 and 1, not ${score}`);
  }
  counts.rows++;
  if (group === null) {
    counts.missing++;
    return;
  }
  const own = countsOf(counts, group);
  addLabels(own.confusion, predicted, actual);
  if (score !== undefined) addToHistogram(own.scores[actual === '1' ? 'positive' : 'negative'], score);
  keepAboutBottomK(counts.groups, MAX_GROUPS);
}

/**
 * Adds the rows of another pane, which stays as it is.
 * @example
 * const [monday, tuesday] = [emptyAttribute(), emptyAttribute()];
 * addToAttribute(tuesday, 'men', { predicted: '0', actual: '0' });
 * mergeAttribute(monday, tuesday);
 * monday.groups.size; // 1
 */
export function mergeAttribute(into: AttributeCounts, from: AttributeCounts): void {
  into.rows += from.rows;
  into.missing += from.missing;
  for (const [group, counts] of from.groups) {
    const own = countsOf(into, group);
    mergeConfusion(own.confusion, counts.confusion);
    mergeHistogram(own.scores.positive, counts.scores.positive);
    mergeHistogram(own.scores.negative, counts.scores.negative);
  }
  keepBottomK(into.groups, MAX_GROUPS);
}

function countsOf({ groups }: AttributeCounts, group: string): GroupCounts {
  let own = groups.get(group);
  if (own === undefined) {
    own = { confusion: new Map(), scores: { positive: emptyHistogram(), negative: emptyHistogram() } };
    groups.set(group, own);
  }
  return own;
}
