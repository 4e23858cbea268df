/** Figures as the tables show them, and the order statistics behind them. */

/** `12,300` */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function mebibytes(bytes: number): string {
  return whole(bytes / 2 ** 20);
}

/** Three significant digits, never as a power of ten. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? whole(value) : String(Number(value.toPrecision(3)));
}

/**
 * The smallest value that at least the share `q` of all are not above (the nearest-rank definition). O(n log n).
 *
 * @throws RangeError without values: no quantile of nothing is a figure
 */
export function quantile(values: Iterable<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('a quantile needs at least one value');
  return value;
}

export function median(values: Iterable<number>): number {
  return quantile(values, 0.5);
}
