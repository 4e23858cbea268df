import { binShift, forEachBin, type NumericHistogram } from '../aggregates/numeric-histogram.js';
import type { ScoreGroup } from './scored-rows.js';

/** Score histograms of rows whose outcome was 1 and 0, on the bins of the coarser one. */
export interface ScoreBins {
  /** The bin of the highest scores first. */
  readonly groups: readonly ScoreGroup[];
  /** Whether bins are as fine as they come: distinct scores then share one only if they agree in 20 bits. */
  readonly finest: boolean;
}

export function scoreBins(positive: NumericHistogram, negative: NumericHistogram): ScoreBins {
  const shift = Math.max(binShift(positive), binShift(negative));
  const bins = new Map<number, { positives: number; negatives: number }>();
  const add = (h: NumericHistogram, side: 'positives' | 'negatives') => {
    const drop = shift - binShift(h);
    forEachBin(h, (key, count) => {
      const coarse = key >>> drop;
      const bin = bins.get(coarse) ?? { positives: 0, negatives: 0 };
      bin[side] += count;
      bins.set(coarse, bin);
    });
  };
  add(positive, 'positives');
  add(negative, 'negatives');
  const groups = [...bins.entries()].sort(([a], [b]) => b - a).map(([, bin]) => bin);
  return { groups, finest: shift === 0 };
}
