import { binHigh, binLow } from '../aggregates/float-key.js';
import { binShift, forEachBin, type NumericHistogram } from '../aggregates/numeric-histogram.js';

/** Scores of one class in one pane: of the rows that were answered with this class, and of those that were not. */
export interface ClassScores {
  readonly said: NumericHistogram;
  readonly unsaid: NumericHistogram;
}

/** The same rows by what happened: it was this class, or it was not. */
export interface ClassOutcomes {
  readonly said: { readonly positive: NumericHistogram; readonly negative: NumericHistogram };
  readonly unsaid: { readonly positive: NumericHistogram; readonly negative: NumericHistogram };
}

/** Rows of one score. Counts may be fractions where a bin is divided. */
export interface AnsweredBin {
  /** Middle of the bin. */
  readonly score: number;
  readonly said: number;
  readonly unsaid: number;
}

/** Rows of one score whose outcomes are known. */
export interface LabelledBin extends AnsweredBin {
  readonly saidPositive: number;
  readonly unsaidPositive: number;
}

/** In ascending order of score. */
export function answeredBins({ said, unsaid }: ClassScores): AnsweredBin[] {
  return commonBins([said, unsaid]).map(({ score, counts }) => ({
    score,
    said: counts[0] as number,
    unsaid: counts[1] as number,
  }));
}

/** In ascending order of score. @param shift  bins at least so coarse, that those of several panes align */
export function labelledBins({ said, unsaid }: ClassOutcomes, shift = 0): LabelledBin[] {
  const histograms = [said.positive, said.negative, unsaid.positive, unsaid.negative];
  return commonBins(histograms, shift).map(({ score, counts }) => {
    const [saidPositive, saidNegative, unsaidPositive, unsaidNegative] = counts as [
      number,
      number,
      number,
      number,
    ];
    return {
      score,
      said: saidPositive + saidNegative,
      unsaid: unsaidPositive + unsaidNegative,
      saidPositive,
      unsaidPositive,
    };
  });
}

/** Counts of several histograms on the bins of the coarsest (or coarser ones), in ascending order. */
export function commonBins(
  histograms: readonly NumericHistogram[],
  atLeast = 0,
): { score: number; counts: number[] }[] {
  const shift = Math.max(atLeast, ...histograms.map(binShift));
  const bins = new Map<number, number[]>();
  histograms.forEach((h, side) => {
    const drop = shift - binShift(h);
    forEachBin(h, (key, count) => {
      const coarse = key >>> drop;
      let counts = bins.get(coarse);
      if (counts === undefined) bins.set(coarse, (counts = histograms.map(() => 0)));
      counts[side] = (counts[side] as number) + count;
    });
  });
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([key, counts]) => ({ score: binLow(key, shift) / 2 + binHigh(key, shift) / 2, counts }));
}
