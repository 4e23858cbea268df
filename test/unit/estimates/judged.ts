import type { Estimate } from '../../../src/estimates/interval.js';

/** How estimates stood against what was realised. */
export interface Judged {
  readonly n: number;
  readonly bias: number;
  readonly meanError: number;
  /** Share of intervals with the realised value inside, and three standard errors of such a share at .95. */
  readonly coverage: number;
  readonly margin: number;
}

export function judged(pairs: readonly { readonly estimate: Estimate; readonly realised: number }[]): Judged {
  const n = pairs.length;
  const mean = (of: (pair: (typeof pairs)[number]) => number) => pairs.reduce((sum, p) => sum + of(p), 0) / n;
  return {
    n,
    bias: mean(({ estimate, realised }) => estimate.value - realised),
    meanError: mean(({ estimate, realised }) => Math.abs(estimate.value - realised)),
    coverage: mean(({ estimate, realised }) => Number(estimate.low <= realised && realised <= estimate.high)),
    margin: 3 * Math.sqrt((0.95 * 0.05) / n),
  };
}
