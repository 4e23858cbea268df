import { isotonicBlocks } from './isotonic.js';

/** How often a score came true in the reference: a non-decreasing curve through these points, level beyond both ends. */
export interface Calibration {
  /** Ascending. */
  readonly scores: readonly number[];
  /** Non-decreasing, 0 .. 1. */
  readonly probabilities: readonly number[];
}

/** Rows of one score, by whether the class happened. */
export interface ScoredOutcomes {
  readonly score: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Isotonic calibration of scores on outcomes.
 * @param rows  in ascending order of score
 * @throws RangeError if there are no rows at all
 * @example calibrationOf([{ score: 0.9, positives: 3, negatives: 1 }]).probabilities; // [0.75]
 */
export function calibrationOf(rows: readonly ScoredOutcomes[]): Calibration {
  const blocks = isotonicBlocks(
    rows.map(({ score, positives, negatives }) => {
      const weight = positives + negatives;
      return { x: score, weight, y: weight === 0 ? 0 : positives / weight };
    }),
  );
  if (blocks.length === 0) {
    throw new RangeError('a calibration needs scores with outcomes, but there are none: wait for outcomes');
  }
  return { scores: blocks.map(({ x }) => x), probabilities: blocks.map(({ y }) => y) };
}

/**
 * The probability that a row of this score is of the class. O(log blocks).
 * @example calibratedProbability({ scores: [0.2, 0.8], probabilities: [0, 0.6] }, 0.5); // 0.3
 */
export function calibratedProbability({ scores, probabilities }: Calibration, score: number): number {
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (score < (scores[middle] as number)) high = middle;
    else low = middle + 1;
  }
  const above = probabilities[low];
  const below = probabilities[low - 1];
  if (below === undefined) return above as number;
  if (above === undefined) return below;
  const [left, right] = [scores[low - 1] as number, scores[low] as number];
  return below + ((above - below) * (score - left)) / (right - left);
}
