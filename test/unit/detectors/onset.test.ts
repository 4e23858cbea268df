import { describe, expect, it } from 'vitest';
import { estimateOnset, type OnsetPane } from '../../../detectors/onset.js';

const pane = (start: number, deviation: number, variance = 1): OnsetPane => ({ start, deviation, variance });

describe('estimateOnset', () => {
  it('finds a step exactly, with its size', () => {
    const panes = Array.from({ length: 20 }, (_, start) => pane(start, start < 12 ? 0 : 3));
    const onset = estimateOnset(panes);
    expect(onset).toMatchObject({ start: 12, earliest: 12, size: 3 });
    expect(onset?.logRatio).toBeCloseTo((8 * 9) / 2, 10);
  });

  it('gives a noisy pane little weight', () => {
    const panes = Array.from({ length: 20 }, (_, start) => pane(start, start < 12 ? 0 : 3));
    panes[5] = pane(5, 30, 10_000);
    expect(estimateOnset(panes)?.start).toBe(12);
  });

  it('says that it does not know where nothing changed', () => {
    const panes = Array.from({ length: 20 }, (_, start) => pane(start, start % 2 === 0 ? 0.1 : -0.1));
    const onset = estimateOnset(panes);
    expect(onset?.latest).toBe(19);
    expect(onset?.earliest).toBe(0);
  });

  it('skips panes without information, and knows nothing of an empty history', () => {
    expect(estimateOnset([])).toBeNull();
    expect(estimateOnset([pane(0, 5, 0)])).toBeNull();
  });
});
