import type { NumericHistogram } from '../aggregates/numeric-histogram.js';

/**
 * Area under the ROC curve from two score histograms: the share of (positive, negative) pairs in which the positive has
 * the larger score, ties and pairs inside one bin counting one half (Mann-Whitney). Exact while both histograms keep
 * distinct scores apart; otherwise off by at most half of the pairs that share a bin. null without both classes.
 */
export function histogramAuc(positive: NumericHistogram, negative: NumericHistogram): number | null {
  if (positive.n === 0 || negative.n === 0) return null;
  const shift = Math.max(positive.shift, negative.shift);
  const up = atShift(positive, shift);
  const down = atShift(negative, shift);
  const keys = [...new Set([...up.keys(), ...down.keys()])].sort((a, b) => a - b);
  let below = 0;
  let wins = 0;
  for (const key of keys) {
    const negatives = down.get(key) ?? 0;
    wins += (up.get(key) ?? 0) * (below + negatives / 2);
    below += negatives;
  }
  return wins / (positive.n * negative.n);
}

function atShift(h: NumericHistogram, shift: number): Map<number, number> {
  if (h.shift === shift) return h.bins;
  const coarse = new Map<number, number>();
  for (const [key, count] of h.bins) {
    const k = key >>> (shift - h.shift);
    coarse.set(k, (coarse.get(k) ?? 0) + count);
  }
  return coarse;
}
