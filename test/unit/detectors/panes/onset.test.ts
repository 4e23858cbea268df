import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../detectors/index.js';
import { fitLevel, samplingVariance } from '../../../../detectors/level.js';
import { seededRandom } from '../../../../detectors/random.js';
import { normal } from '../../../support/synthetic-panes.js';

describe('onset', () => {
  it('tells since when at every pane, drift or not', () => {
    const random = seededRandom(6);
    const detector = createDetector('onset', { threshold: 1e6 });
    const value = (level: number) => ({ value: level + normal(random), variance: 0 });
    for (let i = 0; i < 42; i++) expect(detector.updatePane(value(10)).onset).toBeNull();
    for (let i = 0; i < 60; i++) detector.updatePane(value(10));
    for (let since = 1; since <= 30; since++) {
      const { onset, drift } = detector.updatePane(value(14));
      expect(drift).toBe(false);
      if (since < 10) continue;
      expect(Math.abs((onset?.since ?? 0) - since)).toBeLessThanOrEqual(1);
      expect(onset?.earliest).toBeGreaterThanOrEqual(onset?.since ?? Infinity);
      expect(onset?.latest).toBeLessThanOrEqual(onset?.since ?? 0);
      expect(Math.abs((onset?.size ?? 0) - 4)).toBeLessThan(1);
    }
  });

  it('reads a count as its rate with the variance of drawing its rows', () => {
    const given = { baseline: 0.2, deviation: 0.01 };
    const counts = createDetector('onset', given);
    const estimates = createDetector('onset', given);
    for (const errors of [180, 210, 250, 260]) {
      const rows = { value: errors / 1_000, rows: 1_000, variance: 0 };
      const { onset } = counts.updatePane({ n: 1_000, errors });
      expect(onset).toEqual(
        estimates.updatePane({ value: errors / 1_000, variance: samplingVariance(rows, 0.2) }).onset,
      );
    }
  });

  it('forgets what is older than its window', () => {
    const detector = createDetector('onset', { baseline: 0, deviation: 1, windowSize: 10, threshold: 1e6 });
    for (let i = 0; i < 50; i++) detector.updatePane({ value: 1, variance: 0 });
    expect(detector.updatePane({ value: 1, variance: 0 }).onset).toMatchObject({ since: 10, earliest: 10 });
  });

  it('knows what is wrong with a pane', () => {
    const detector = createDetector('onset');
    expect(() => detector.updatePane({ value: 1 } as never)).toThrow(/\{ value, variance \}, got value 1/u);
    expect(() => detector.updatePane({ value: 1, variance: -2 })).toThrow(
      'a variance from 0, got value 1 and variance -2',
    );
  });
});

describe('the level of a reference', () => {
  it('has the variance between panes that drawing rows does not explain', () => {
    const random = seededRandom(8);
    const panes = Array.from({ length: 4_000 }, () => {
      const rate = 0.2 + 0.05 * normal(random);
      return { value: rate + Math.sqrt(0.16 / 100) * normal(random), rows: 100, variance: 0 };
    });
    const { level, between, variance } = fitLevel(panes, null);
    expect(level).toBeCloseTo(0.2, 2);
    expect(Math.sqrt(between)).toBeCloseTo(0.05, 2);
    expect(variance).toBeCloseTo((0.05 ** 2 + 0.0016) / 4_000, 7);
  });

  it('is never without any variance', () => {
    const constant = Array.from({ length: 10 }, () => ({ value: 0, rows: null, variance: 0 }));
    expect(fitLevel(constant, null).between).toBeGreaterThan(0);
    expect(fitLevel(constant, 0).variance).toBe(0);
  });
});
