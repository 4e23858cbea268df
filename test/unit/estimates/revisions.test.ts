import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohortWidth, LEAST_COHORT, revisionAges, revisionOf } from '../../../src/estimates/revisions.js';

const HOUR = 3_600_000;

describe('the revisions of a cohort', () => {
  it('are at an hour, six, a day and the horizon, as far as the horizon lets them', () => {
    expect(revisionAges(7 * 24 * HOUR)).toEqual([HOUR, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR]);
    expect(revisionAges(6 * HOUR)).toEqual([HOUR, 6 * HOUR]);
    expect(revisionAges(60_000)).toEqual([60_000]);
  });

  it('hold an outcome from the first one on before whose moment it was known', () => {
    const ages = revisionAges(24 * HOUR);
    fc.assert(
      fc.property(fc.integer({ min: -HOUR, max: 24 * HOUR - 1 }), (delay) => {
        const at = revisionOf(0, delay, ages);
        expect(delay).toBeLessThan(ages[at] as number);
        if (at > 0) expect(delay).toBeGreaterThanOrEqual(ages[at - 1] as number);
      }),
    );
  });

  it('put what a clock was wrong about into the last one', () => {
    expect(revisionOf(0, 25 * HOUR, revisionAges(24 * HOUR))).toBe(2);
  });

  it('are of an hour of predictions, or of a base pane that is wider', () => {
    expect(cohortWidth(300_000, 7 * 24 * HOUR)).toBe(LEAST_COHORT);
    expect(cohortWidth(6 * HOUR, HOUR)).toBe(6 * HOUR);
    expect(cohortWidth(90 * 60_000, 24 * HOUR)).toBe(90 * 60_000);
  });

  it('are wider where the horizon would have too many of them open at once', () => {
    expect(cohortWidth(300_000, 30 * 24 * HOUR)).toBe(6 * HOUR);
    expect(cohortWidth(300_000, 90 * 24 * HOUR)).toBe(24 * HOUR);
  });
});
