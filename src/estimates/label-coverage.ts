import { completeBuckets, DELAY_BUCKETS, DELAY_EDGES } from './delay-buckets.js';

/** Predictions of one stretch of time, and their outcomes so far by delay bucket. */
export interface Cohort {
  readonly predictions: number;
  /** Outcomes by `delayBucket`; missing ones at the end are 0. */
  readonly outcomes: readonly number[];
}

/** Adds up cohorts: a commutative monoid with the empty cohort. */
export function mergeCohorts(a: Cohort, b: Cohort): Cohort {
  return {
    predictions: a.predictions + b.predictions,
    outcomes: Array.from({ length: DELAY_BUCKETS }, (_, i) => (a.outcomes[i] ?? 0) + (b.outcomes[i] ?? 0)),
  };
}

/**
 * Share of a cohort's predictions whose outcome came within an age: in the complete buckets only. null without predictions.
 * @param age  ms since the cohort's last prediction; Infinity: all that has come
 * @example labelCoverage({ predictions: 10, outcomes: [2, 3] }, Infinity); // 0.5
 */
export function labelCoverage({ predictions, outcomes }: Cohort, age: number): number | null {
  if (predictions === 0) return null;
  return outcomes.slice(0, completeBuckets(age)).reduce((sum, n) => sum + n, 0) / predictions;
}

/** A cohort's coverage beside what the reference had at the same age. */
export interface CoverageAtAge {
  readonly age: number;
  readonly coverage: number;
  readonly expected: number;
  /** coverage / expected: 1 = outcomes come as they used to; null while none was expected yet. */
  readonly ratio: number | null;
}

/** null where either has no predictions. @param reference  complete: its own last outcomes have come */
export function coverageAgainst(reference: Cohort, cohort: Cohort, age: number): CoverageAtAge | null {
  const [expected, coverage] = [labelCoverage(reference, age), labelCoverage(cohort, age)];
  if (expected === null || coverage === null) return null;
  return { age, coverage, expected, ratio: expected > 0 ? coverage / expected : null };
}

/**
 * The delay within which a share `q` of the OUTCOMES came, ms: the upper end of its bucket, Infinity in the last. null
 * without outcomes.
 * @example delayQuantile({ predictions: 9, outcomes: [1, 1] }, 0.5); // 1000
 */
export function delayQuantile({ outcomes }: Cohort, q: number): number | null {
  const total = outcomes.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [i, n] of outcomes.entries()) {
    seen += n;
    if (n > 0 && seen >= q * total) return DELAY_EDGES[i] ?? Infinity;
  }
  return Infinity;
}
