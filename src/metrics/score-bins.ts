import { binShift, forEachBin, type NumericHistogram } from '../aggregates/numeric-histogram.js';
import type { ScoreGroup } from './scored-rows.js';

/** Score histograms of rows whose outcome was 1 and 0, on the bins of the coarser one. */
export interface ScoreBins {
  /** The bin of the highest scores first. */
  readonly groups: readonly ScoreGroup[];
  /** Whether bins are as fine as they come: distinct scores then share one only if they agree in 20 bits. */
  readonly finest: boolean;
}

/** O(b): both histograms have their bins in order. */
export function scoreBins(positive: NumericHistogram, negative: NumericHistogram): ScoreBins {
  const shift = Math.max(binShift(positive), binShift(negative));
  const [p, n] = [columnOf(positive, shift), columnOf(negative, shift)];
  const groups: ScoreGroup[] = [];
  let [i, j] = [p.keys.length - 1, n.keys.length - 1];
  while (i >= 0 || j >= 0) {
    const [high, low] = [p.keys[i] ?? -1, n.keys[j] ?? -1];
    groups.push({
      positives: high >= low ? (p.counts[i--] as number) : 0,
      negatives: low >= high ? (n.counts[j--] as number) : 0,
    });
  }
  return { groups, finest: shift === 0 };
}

/** Bins at a resolution, ascending. */
function columnOf(h: NumericHistogram, shift: number): { keys: number[]; counts: number[] } {
  const drop = shift - binShift(h);
  const keys: number[] = [];
  const counts: number[] = [];
  forEachBin(h, (key, count) => {
    const coarse = key >>> drop;
    const last = keys.length - 1;
    if (keys[last] === coarse) counts[last] = (counts[last] as number) + count;
    else {
      keys.push(coarse);
      counts.push(count);
    }
  });
  return { keys, counts };
}
