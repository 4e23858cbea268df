import type { NumericHistogram } from '../aggregates/numeric-histogram.js';
import { measured, type Estimated, type Measured } from './measured.js';
import { scoreBins } from './score-bins.js';
import { scoreGroups, type ScoreGroup } from './scored-rows.js';

/**
 * Area under the ROC curve from scores: the share of (positive, negative) pairs in which the positive has the larger
 * score, ties counting one half. O(n log n).
 *
 * @throws RangeError for scores that are not finite or outcomes that are not 0 or 1
 * @example rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).value; // 0.75
 */
export function rocAuc(scores: readonly number[], outcomes: readonly (0 | 1)[]): Measured {
  const found = area(scoreGroups(scores, outcomes));
  return found.value === null ? found : measured(found.value);
}

/**
 * The same from mergeable score histograms. `error` is half of the pairs that share a bin: what their unknown order may
 * change; 0 while every bin is of one class.
 * @example
 * const [positive, negative] = [emptyHistogram(), emptyHistogram()];
 * for (const score of [0.35, 0.8]) addToHistogram(positive, score);
 * for (const score of [0.1, 0.4]) addToHistogram(negative, score);
 * rocAucOfHistograms(positive, negative).value; // 0.75
 */
export function rocAucOfHistograms(positive: NumericHistogram, negative: NumericHistogram): Estimated {
  return area(scoreBins(positive, negative).groups);
}

function area(groups: readonly ScoreGroup[]): Estimated {
  let [positives, negatives, wins, shared] = [0, 0, 0, 0];
  for (const group of groups) {
    // Scores fall: the positives met so far are above these negatives.
    wins += group.negatives * (positives + group.positives / 2);
    shared += group.negatives * group.positives;
    positives += group.positives;
    negatives += group.negatives;
  }
  if (positives === 0 || negatives === 0) return oneClass(positives);
  const pairs = positives * negatives;
  return { value: wins / pairs, error: shared / 2 / pairs };
}

function oneClass(positives: number): Measured & { readonly value: null } {
  return {
    value: null,
    reason: positives === 0 ? 'there are no positive outcomes' : 'there are no negative outcomes',
  };
}
