import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completeBuckets,
  DELAY_BUCKETS,
  DELAY_EDGES,
  delayBucket,
  upToAge,
} from '../../../src/estimates/delay-buckets.js';
import {
  coverageAgainst,
  delayQuantile,
  labelCoverage,
  mergeCohorts,
  type Cohort,
} from '../../../src/estimates/label-coverage.js';

const DAY = 86_400_000;

function cohortOf(delays: readonly number[], predictions: number): Cohort {
  const outcomes = Array.from<number>({ length: DELAY_BUCKETS }).fill(0);
  for (const delay of delays) {
    const at = delayBucket(delay);
    outcomes[at] = (outcomes[at] as number) + 1;
  }
  return { predictions, outcomes };
}

const delay = fc.integer({ min: -DAY, max: 200 * DAY });

describe('delay buckets', () => {
  it('an edge begins the next bucket, and ends are open', () => {
    DELAY_EDGES.forEach((edge, i) => {
      expect(delayBucket(edge - 1)).toBe(i);
      expect(delayBucket(edge)).toBe(i + 1);
    });
    expect(delayBucket(-5)).toBe(0);
    expect(delayBucket(Infinity)).toBe(DELAY_BUCKETS - 1);
    expect(() => delayBucket(NaN)).toThrow('not NaN');
  });

  it('what is complete at an age has come, and what comes later is not in it', () => {
    fc.assert(
      fc.property(delay, fc.integer({ min: 0, max: 200 * DAY }), (delay, age) => {
        const counted = delayBucket(delay) < completeBuckets(age);
        if (counted) expect(delay).toBeLessThan(age);
        if (!counted)
          expect(delay).toBeGreaterThanOrEqual(DELAY_EDGES[completeBuckets(age) - 1] ?? -Infinity);
      }),
    );
    expect(completeBuckets(Infinity)).toBe(DELAY_BUCKETS);
  });

  it('merges whatever the buckets hold, up to the age', () => {
    const buckets = DELAY_EDGES.map(() => ({ n: 10, errors: 1 }));
    const add = (a: { n: number; errors: number }, b: typeof a) => ({
      n: a.n + b.n,
      errors: a.errors + b.errors,
    });
    expect(upToAge(buckets, 60_000, add, { n: 0, errors: 0 })).toEqual({ n: 30, errors: 3 });
  });
});

describe('label coverage', () => {
  it('does not depend on how cohorts were merged', () => {
    const cohort = fc.array(delay, { maxLength: 20 }).map((delays) => cohortOf(delays, delays.length + 3));
    fc.assert(
      fc.property(cohort, cohort, cohort, (a, b, c) => {
        expect(mergeCohorts(mergeCohorts(a, b), c)).toEqual(mergeCohorts(a, mergeCohorts(c, b)));
        expect(mergeCohorts(a, { predictions: 0, outcomes: [] })).toEqual(a);
      }),
    );
  });

  it('of a young cohort is held against the reference at the same age', () => {
    const reference = cohortOf([100, 100, 2 * DAY, 2.5 * DAY, 20 * DAY], 10);
    const young = cohortOf([100, 100], 10);
    expect(coverageAgainst(reference, young, DAY)).toEqual({
      age: DAY,
      coverage: 0.2,
      expected: 0.2,
      ratio: 1,
    });
    expect(coverageAgainst(reference, young, 4 * DAY)?.ratio).toBeCloseTo(0.5, 12);
    expect(labelCoverage(reference, Infinity)).toBe(0.5);
  });

  it('is unknown without predictions, and its ratio while nothing was expected', () => {
    const none = { predictions: 0, outcomes: [] };
    const late = cohortOf([5 * DAY], 1);
    expect(labelCoverage(none, DAY)).toBeNull();
    expect(coverageAgainst(none, late, DAY)).toBeNull();
    expect(coverageAgainst(late, late, DAY)?.ratio).toBeNull();
  });

  it('names the delay within which outcomes came', () => {
    const cohort = cohortOf([100, 5_000, 2 * DAY, 400 * DAY], 9);
    expect(delayQuantile(cohort, 0)).toBe(1_000);
    expect(delayQuantile(cohort, 0.5)).toBe(10_000);
    expect(delayQuantile(cohort, 0.75)).toBe(3 * DAY);
    expect(delayQuantile(cohort, 1)).toBe(Infinity);
    expect(delayQuantile({ predictions: 3, outcomes: [] }, 0.5)).toBeNull();
  });
});
