/** An estimate of one chunk beside what was realised there. */
export interface Pair {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly realised: number;
}

/** How estimates stood against what was realised. */
export interface Judged {
  readonly chunks: number;
  readonly meanError: number;
  readonly bias: number;
  /** Share of the intervals with the realised value inside. */
  readonly coverage: number;
}

export function judged(pairs: readonly Pair[]): Judged {
  const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  return {
    chunks: pairs.length,
    meanError: mean(({ value, realised }) => Math.abs(value - realised)),
    bias: mean(({ value, realised }) => value - realised),
    coverage: mean(({ low, high, realised }) => Number(low <= realised && realised <= high)),
  };
}
