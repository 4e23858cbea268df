import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateDelayedOnset } from '../../../detectors/delayed-onset.js';
import { estimateOnset } from '../../../detectors/onset.js';

const PANES = 40;
/** Pane `i` sees of rows made after `onset` what has come after 0 to `most` panes, evenly. */
const shareSeen = (pane: number, onset: number, most: number) =>
  Math.min(1, Math.max(0, (pane + 0.5 - onset) / most));
const sharesOf = (most: number, onsets: readonly number[]) =>
  onsets.map((onset) => Array.from({ length: PANES }, (_, pane) => shareSeen(pane, onset, most)));

describe('estimateDelayedOnset', () => {
  it('is estimateOnset, where nothing comes late', () => {
    const value = fc.double({ min: -4, max: 4, noNaN: true });
    const variance = fc.double({ min: 0.01, max: 4, noNaN: true });
    const history = fc
      .array(fc.tuple(value, variance), { minLength: 2, maxLength: 30 })
      .map((panes) => ({ deviations: panes.map(([d]) => d), variances: panes.map(([, v]) => v) }));
    fc.assert(
      fc.property(
        history,
        fc.constantFrom(0, 0.3),
        fc.constantFrom('up', 'down', 'both' as const),
        (panes, levelVariance, side) => {
          const { length } = panes.deviations;
          const given = { ...panes, levelVariance };
          const steps = panes.deviations.map((_, onset) =>
            panes.deviations.map((__, pane) => (pane >= onset ? 1 : 0)),
          );
          const late = estimateDelayedOnset(given, steps, side);
          const plain = estimateOnset(given, side);
          expect(late === null).toBe(plain === null);
          expect(late?.logRatio ?? 0).toBeCloseTo(plain?.logRatio ?? 0, 8);
          // Two onsets may be as likely; both find the best.
          if (late && plain && late.at === length - plain.since) {
            expect(late.size).toBeCloseTo(plain.size, 8);
            expect([length - late.earliest, length - late.latest]).toEqual([plain.earliest, plain.latest]);
          }
        },
      ),
    );
  });

  it('finds where a ramp began, which a step sees in its midst', () => {
    const most = 12;
    const deviations = Array.from({ length: PANES }, (_, pane) => 3 * shareSeen(pane, 20, most));
    const given = { deviations, variances: deviations.map(() => 0.1), levelVariance: 0 };
    const onsets = deviations.map((_, pane) => pane);
    const late = estimateDelayedOnset(given, sharesOf(most, onsets));
    expect(late).toMatchObject({ at: 20 });
    expect(late?.size).toBeCloseTo(3, 10);
    const step = estimateOnset(given);
    expect(PANES - (step?.since ?? 0)).toBeGreaterThan(22);
  });

  it('knows no onset of what moves to the other side, or of nothing', () => {
    const falling = { deviations: [0, 0, -1, -1], variances: [1, 1, 1, 1], levelVariance: 0 };
    const shares = [[1, 1, 1, 1] as const, [0, 0, 1, 1] as const];
    expect(estimateDelayedOnset(falling, shares, 'up')).toBeNull();
    expect(estimateDelayedOnset(falling, shares, 'down')).toMatchObject({ at: 1, earliest: 0, latest: 1 });
    expect(estimateDelayedOnset(falling, [], 'both')).toBeNull();
    expect(estimateDelayedOnset({ ...falling, variances: [0, 0, 0, 0] }, shares)).toBeNull();
  });
});
