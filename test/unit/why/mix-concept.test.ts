import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixAndConcept } from '../../../src/why/mix-concept.js';
import { twoSides } from './arbitrary.js';

describe('mixAndConcept', () => {
  it('is the example by hand', () => {
    const split = mixAndConcept({ counts: [90, 10], losses: [9, 5] }, { counts: [80, 20], losses: [8, 12] });
    expect(split.before).toBeCloseTo(0.14, 12);
    expect(split.now).toBeCloseTo(0.2, 12);
    expect(split.mix).toBeCloseTo(0.04, 12);
    expect(split.concept).toBeCloseTo(0.02, 12);
    // centred: .1 more of a bin .36 above the mean, .1 less of one .04 below it
    expect(split.bins.map(({ mix }) => mix)).toEqual([expect.closeTo(0.004, 12), expect.closeTo(0.036, 12)]);
  });

  it('adds up to the change, to 1e-9, for any errors in any bins', () => {
    fc.assert(
      fc.property(twoSides(), ([before, now]) => {
        const { delta, mix, concept } = mixAndConcept(before, now);
        expect(Math.abs(mix + concept - delta)).toBeLessThanOrEqual(1e-9);
        const rate = (side: typeof now) =>
          side.losses.reduce((a, b) => a + b, 0) / side.counts.reduce((a, b) => a + b, 0);
        expect(Math.abs(delta - (rate(now) - rate(before)))).toBeLessThanOrEqual(1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('adds up for losses of any size, to 1e-9 of the largest', () => {
    fc.assert(
      fc.property(twoSides(1e6), ([before, now]) => {
        const { delta, mix, concept } = mixAndConcept(before, now);
        expect(Math.abs(mix + concept - delta)).toBeLessThanOrEqual(1e-9 * 1e6);
      }),
    );
  });

  it('is all mix when only the shares move, and all concept when only the losses do', () => {
    const moved = mixAndConcept({ counts: [50, 50], losses: [5, 20] }, { counts: [20, 80], losses: [2, 32] });
    expect(moved.concept).toBeCloseTo(0, 12);
    expect(moved.mix).toBeCloseTo(0.09, 12);
    const worse = mixAndConcept(
      { counts: [50, 50], losses: [5, 20] },
      { counts: [50, 50], losses: [15, 20] },
    );
    expect(worse.mix).toBe(0);
    expect(worse.bins.map(({ concept }) => concept)).toEqual([expect.closeTo(0.1, 12), 0]);
  });

  it('labels bins that the reference never had, and holds them against its overall mean', () => {
    const split = mixAndConcept({ counts: [100, 0], losses: [10, 0] }, { counts: [90, 10], losses: [9, 6] });
    expect(split.bins.map(({ unseen }) => unseen)).toEqual([false, true]);
    expect(split.bins[1]).toMatchObject({ mix: 0, rateBefore: null, rateNow: 0.6 });
    expect(split.bins[1]?.concept).toBeCloseTo(0.05, 12);
  });

  it('does not call a bin unseen that neither side has', () => {
    const split = mixAndConcept({ counts: [1, 0], losses: [0, 0] }, { counts: [1, 0], losses: [1, 0] });
    expect(split.bins[1]).toMatchObject({ unseen: false, mix: 0, concept: 0 });
  });

  it('refuses what it cannot compare, and says what it is', () => {
    const some = { counts: [1, 2], losses: [0, 1] };
    const none = { counts: [0, 0], losses: [0, 0] };
    expect(() => mixAndConcept(none, some)).toThrow('no rows in the reference');
    expect(() => mixAndConcept(some, none)).toThrow('no rows in the panes of now');
    expect(() => mixAndConcept(some, { counts: [1], losses: [1] })).toThrow(
      '1 counts and 1 losses for 2 bins',
    );
    expect(() => mixAndConcept(some, { counts: [0, 1], losses: [2, 0] })).toThrow(
      'a loss of 2 without any row',
    );
    expect(() => mixAndConcept(some, { counts: [1, NaN], losses: [1, 0] })).toThrow('finite');
    expect(() => mixAndConcept(some, { counts: [1, 1], losses: [-1, 0] })).toThrow('at least 0');
    const vast = { counts: [1, 1], losses: [1e308, 1e308] };
    expect(() => mixAndConcept(some, vast)).toThrow('beyond the range of numbers');
  });
});
