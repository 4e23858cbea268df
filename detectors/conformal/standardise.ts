/** Location and spread that put streams on one scale, so that the largest of many can be asked for. */
export interface Standard {
  readonly median: number;
  /** q90 - median, at least a twentieth. */
  readonly spread: number;
}

const LEAST_SPREAD = 0.05;

export function standardOf(scores: readonly number[]): Standard {
  const sorted = [...scores].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  return { median, spread: Math.max(LEAST_SPREAD, quantile(sorted, 0.9) - median) };
}

export function standardise(standard: Standard, score: number): number {
  return (score - standard.median) / standard.spread;
}

/** Linear between order statistics (type 7, R's and numpy's default). 0 of nothing. */
export function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
