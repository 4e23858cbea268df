/**
 * The loss of one row as tables by feature add it up, rounded by itself, so that sums are exact in one float64 and short
 * when written, whatever the order. Statistically it is nothing: rounding errors of rows cancel.
 */

/** Log losses, wrong answers and what NDCG lacks: whole multiples of 2^-16. */
export function quantizedLogLoss(loss: number): number {
  return Math.round(loss * 65_536) / 65_536;
}

/** Absolute errors may have any scale: 24 significant bits; beyond the range of float32 they stay as they are. */
export function quantizedError(error: number): number {
  const size = Math.min(Math.abs(error), Number.MAX_VALUE);
  const rounded = Math.fround(size);
  return Number.isFinite(rounded) && rounded >= 2 ** -126 ? rounded : size;
}
