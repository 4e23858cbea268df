import type { NumericHistogram } from '../aggregates/numeric-histogram.js';
import { measured, undefinedBecause, type Estimated, type Measured } from './measured.js';
import { scoreBins } from './score-bins.js';
import { scoreGroups } from './scored-rows.js';

const NO_POSITIVES = 'there are no positive outcomes';

/**
 * Average precision from scores: the sum over thresholds of the precision there times the recall gained there (no
 * interpolation). O(n log n).
 *
 * @throws RangeError for scores that are not finite or outcomes that are not 0 or 1
 * @example averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).value; // 0.8333
 */
export function averagePrecision(scores: readonly number[], outcomes: readonly (0 | 1)[]): Measured {
  let [positives, rows, sum] = [0, 0, 0];
  for (const group of scoreGroups(scores, outcomes)) {
    positives += group.positives;
    rows += group.positives + group.negatives;
    sum += group.positives * (positives / rows);
  }
  return positives === 0 ? undefinedBecause(NO_POSITIVES) : measured(sum / positives);
}

/**
 * The same from mergeable score histograms. At their finest, a bin is one threshold; coarser bins are read as if their
 * rows came well mixed, which is the integral of the precision along the bin. `error` bounds what the unknown order
 * inside of bins may change: all positives of a bin first, or all last.
 * @example
 * const [positive, negative] = [emptyHistogram(), emptyHistogram()];
 * for (const score of [0.35, 0.8]) addToHistogram(positive, score);
 * for (const score of [0.1, 0.4]) addToHistogram(negative, score);
 * averagePrecisionOfHistograms(positive, negative).value; // 0.8333
 */
export function averagePrecisionOfHistograms(
  positive: NumericHistogram,
  negative: NumericHistogram,
): Estimated {
  const { groups, finest } = scoreBins(positive, negative);
  let [positives, rows, sum, least, most] = [0, 0, 0, 0, 0];
  for (const group of groups) {
    const here = group.positives + group.negatives;
    if (group.positives > 0) {
      const threshold = (positives + group.positives) / (rows + here);
      sum += group.positives * (finest ? threshold : meanPrecision(positives, rows, group.positives, here));
      least += group.positives * ((positives + 1) / (rows + group.negatives + 1));
      most += group.positives * ((positives + group.positives) / (rows + group.positives));
    }
    positives += group.positives;
    rows += here;
  }
  if (positives === 0) return { value: null, reason: NO_POSITIVES };
  return { value: sum / positives, error: Math.max(most - sum, sum - least) / positives };
}

/** The mean of (P + a t) / (S + c t) over t from 0 to 1: precision after a share t of a bin of a positives in c rows. */
function meanPrecision(positives: number, rows: number, a: number, c: number): number {
  if (rows === 0) return a / c;
  return a / c + ((positives - (a * rows) / c) / c) * Math.log1p(c / rows);
}
