import { describe, expect, it } from 'vitest';
import { estimateOnset, type OnsetHistory } from '../../../detectors/onset.js';

function history(length: number, deviation: (index: number) => number, levelVariance = 0): OnsetHistory {
  const deviations = Array.from({ length }, (_, index) => deviation(index));
  return { deviations, variances: deviations.map(() => 1), levelVariance };
}

describe('estimateOnset', () => {
  const step = history(20, (index) => (index < 12 ? 0 : 3));

  it('finds a step exactly, with its size', () => {
    const onset = estimateOnset(step);
    expect(onset).toMatchObject({ since: 8, earliest: 8, latest: 8, size: 3 });
    expect(onset?.logRatio).toBeCloseTo((8 * 9) / 2, 10);
  });

  it('is what trying every onset gives', () => {
    const odd = history(60, (index) => Math.sin(index * index) + (index < 41 ? 0 : 1), 0.02);
    const ratioSince = (since: number): number => {
      const after = odd.deviations.slice(-since);
      const mean = after.reduce((sum, value) => sum + value, 0) / since;
      return mean ** 2 / (2 * (1 / since + 0.02));
    };
    const ratios = odd.deviations.map((_, index) => ratioSince(index + 1));
    const best = Math.max(...ratios);
    const plausible = ratios.flatMap((ratio, index) => (ratio >= best - 2 ? [index + 1] : []));
    const onset = estimateOnset(odd);
    expect(onset?.since).toBe(ratios.indexOf(best) + 1);
    expect(onset?.logRatio).toBeCloseTo(best, 10);
    expect([onset?.latest, onset?.earliest]).toEqual([plausible[0], plausible.at(-1)]);
    expect(plausible.length).toBeGreaterThan(1);
  });

  it('gives a noisy pane little weight', () => {
    const deviations = step.deviations.with(5, 30);
    expect(estimateOnset({ ...step, deviations, variances: step.variances.with(5, 10_000) })?.since).toBe(8);
  });

  it('says that it does not know where nothing changed', () => {
    const onset = estimateOnset(history(20, (index) => (index % 2 === 0 ? 0.1 : -0.1)));
    expect([onset?.latest, onset?.earliest]).toEqual([1, 20]);
  });

  it('hears one side only where one is asked for', () => {
    expect(estimateOnset(step, 'up')?.since).toBe(8);
    expect(
      estimateOnset(
        history(20, () => 1),
        'down',
      ),
    ).toBeNull();
  });

  it('believes less where the level itself is uncertain', () => {
    const certain = estimateOnset(step)?.logRatio ?? 0;
    expect(estimateOnset({ ...step, levelVariance: 1 / 8 })?.logRatio).toBeCloseTo(certain / 2, 10);
  });

  it('skips panes without information, and knows nothing of an empty history', () => {
    expect(estimateOnset({ deviations: [], variances: [], levelVariance: 0 })).toBeNull();
    expect(estimateOnset({ deviations: [5], variances: [0], levelVariance: 0 })).toBeNull();
  });
});
