/** An estimate and the range in which the realised value is expected. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Part of the realised values that an interval is to contain. */
export const INTERVAL_LEVEL = 0.95;

/**
 * The interval around `value` from replicates: their spread about their own mean, so that a bias of the bootstrap does
 * not move it. At least 2 replicates; kept inside [least, most].
 */
export function intervalOf(
  value: number,
  replicates: readonly number[],
  { least, most }: { readonly least: number; readonly most: number },
): Estimate {
  const sorted = [...replicates].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length;
  const side = (1 - INTERVAL_LEVEL) / 2;
  const clipped = (x: number) => Math.min(most, Math.max(least, x));
  return {
    value,
    low: clipped(value + Math.min(0, quantile(sorted, side) - mean)),
    high: clipped(value + Math.max(0, quantile(sorted, 1 - side) - mean)),
  };
}

/** Linear between order statistics. */
function quantile(sorted: readonly number[], q: number): number {
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * How much panes vary beyond what their own rows explain: the standard deviation of (realised - estimated) over the
 * reference's panes, less the part that the number of rows accounts for.
 */
export function extraDeviation(
  panes: readonly { readonly residual: number; readonly variance: number }[],
): number {
  if (panes.length === 0) return 0;
  const excess = panes.reduce((sum, { residual, variance }) => sum + residual ** 2 - variance, 0);
  return Math.sqrt(Math.max(0, excess / panes.length));
}
