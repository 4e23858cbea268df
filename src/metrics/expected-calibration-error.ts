import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  sumValue,
  type ExactSum,
  type ExactSumJson,
} from '../aggregates/exact-sum.js';
import { measured, NO_ROWS, type Measured } from './measured.js';

/** Scores and outcomes in equally wide bins of the score: mergeable. */
export interface CalibrationBins {
  readonly bins: readonly { n: number; positives: number; scores: ExactSum }[];
}

/** @param bins  how many, 1 and more */
export function emptyCalibration(bins = 10): CalibrationBins {
  if (!(Number.isInteger(bins) && bins >= 1))
    throw new RangeError(`bins is a whole number from 1 on, not ${bins}`);
  return { bins: Array.from({ length: bins }, () => ({ n: 0, positives: 0, scores: emptySum() })) };
}

/**
 * A bin holds its lower edge; the last one holds 1 too.
 * @throws RangeError for a score outside of 0 to 1
 * @example
 * const state = emptyCalibration(2);
 * addToCalibration(state, 0.25, 0);
 * addToCalibration(state, 1, 1);
 * expectedCalibrationError(state).value; // 0.125
 */
export function addToCalibration({ bins }: CalibrationBins, score: number, outcome: 0 | 1): void {
  if (!(score >= 0 && score <= 1)) throw new RangeError(`a probability is between 0 and 1, not ${score}`);
  const bin = bins[Math.min(bins.length - 1, Math.floor(score * bins.length))];
  if (bin === undefined) throw new RangeError('calibration needs bins: start from emptyCalibration()');
  bin.n++;
  bin.positives += outcome;
  addToSum(bin.scores, score);
}

/**
 * @throws RangeError for different numbers of bins
 * @example
 * const [east, west] = [emptyCalibration(), emptyCalibration()];
 * addToCalibration(east, 0.75, 1);
 * addToCalibration(west, 0.75, 0);
 * mergeCalibration(east, west);
 * expectedCalibrationError(east).value; // 0.25
 */
export function mergeCalibration(into: CalibrationBins, from: CalibrationBins): void {
  if (into.bins.length !== from.bins.length) {
    throw new RangeError(`calibration of ${into.bins.length} bins does not merge with ${from.bins.length}`);
  }
  for (const [index, bin] of into.bins.entries()) {
    const other = from.bins[index];
    if (other === undefined) continue;
    bin.n += other.n;
    bin.positives += other.positives;
    mergeSum(bin.scores, other.scores);
  }
}

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht, 2015): over the bins, weighted by their rows, the mean
 * distance of the mean score from the share of positives. 0 to 1; sampling alone makes it larger than 0.
 */
export function expectedCalibrationError({ bins }: CalibrationBins): Measured {
  let [rows, sum] = [0, 0];
  for (const { n, positives, scores } of bins) {
    rows += n;
    sum += Math.abs(positives - sumValue(scores));
  }
  return rows === 0 ? NO_ROWS : measured(sum / rows);
}

/** JSON form: bin by bin; equal states have equal bytes. */
export type CalibrationJson = readonly {
  readonly n: number;
  readonly positives: number;
  readonly scores: ExactSumJson;
}[];

/**
 * For storage and transport.
 * @example
 * const state = emptyCalibration(1);
 * addToCalibration(state, 0.75, 1);
 * JSON.stringify(calibrationToJson(state)); // [{"n":1,"positives":1,"scores":{"ordinary":[0.75],"huge":[]}}]
 */
export function calibrationToJson({ bins }: CalibrationBins): CalibrationJson {
  return bins.map(({ n, positives, scores }) => ({ n, positives, scores: sumToJson(scores) }));
}

/**
 * The bins that `calibrationToJson` stored.
 * @example
 * const stored = [{ n: 2, positives: 1, scores: { ordinary: [1.5], huge: [] } }];
 * expectedCalibrationError(calibrationFromJson(stored)).value; // 0.25
 */
export function calibrationFromJson(json: CalibrationJson): CalibrationBins {
  return { bins: json.map(({ n, positives, scores }) => ({ n, positives, scores: sumFromJson(scores) })) };
}
