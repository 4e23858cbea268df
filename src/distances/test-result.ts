/** What a two-sample test says: its statistic, and how often chance alone gives one at least as extreme. */
export interface TestResult {
  readonly statistic: number;
  /** 0 to 1: the probability of such a statistic when both sides are of one distribution. */
  readonly p: number;
  /** How `p` was found: from all arrangements of the rows, or from the limit for many rows. */
  readonly method: 'exact' | 'asymptotic';
}

/** `auto`: exact while that is affordable, as SciPy decides it. */
export type TestMethod = 'auto' | 'exact' | 'asymptotic';
