import { describe, expect, it } from 'vitest';
import { adwinMean, createAdwin, updateAdwin, updateAdwinWithPane } from '../../../detectors/adwin.js';
import { seededRandom } from '../../../detectors/random.js';
import { numpyRandom } from '../../support/numpy-random.js';

function drifts(values: readonly number[]): number[] {
  const state = createAdwin();
  return values.flatMap((value, index) => (updateAdwin(state, value) ? [index] : []));
}

describe('ADWIN', () => {
  it("alarms where river's does on its pinned stream", () => {
    const numpy = numpyRandom(12345);
    const stream = [...numpy.randint(2, 1000), ...numpy.randint(8, 1000)];
    expect(drifts(stream)).toEqual([1023]);
  });

  it('is silent on a constant', () => {
    expect(drifts(Array.from({ length: 5000 }, () => 0.3))).toEqual([]);
  });

  it('is not silenced by NaN', () => {
    const values: number[] = Array.from({ length: 2000 }, (_, i) => (i < 1000 ? 0 : 1));
    values.splice(500, 0, Number.NaN, Infinity);
    expect(drifts(values)).toHaveLength(1);
  });

  it('starts afresh with the value after a change', () => {
    const state = createAdwin();
    let detected = false;
    for (let i = 0; !detected && i < 3000; i++) detected = updateAdwin(state, i < 1000 ? 0 : 1);
    expect(detected).toBe(true);
    expect(updateAdwin(state, 1)).toBe(false);
    expect(state.width).toBe(1);
    expect(state.detections).toBe(1);
  });

  it('keeps width, mean and variation of its window exactly', () => {
    const random = seededRandom(3);
    const state = createAdwin();
    const values = Array.from({ length: 700 }, () => random());
    for (const value of values) updateAdwin(state, value);
    const kept = values.slice(-state.width);
    const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
    expect(adwinMean(state)).toBeCloseTo(mean, 10);
    expect(state.variation).toBeCloseTo(
      kept.reduce((sum, value) => sum + (value - mean) ** 2, 0),
      8,
    );
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    const random = seededRandom(4);
    const values = Array.from({ length: 3000 }, (_, i) => (random() < (i < 1500 ? 0.1 : 0.4) ? 1 : 0));
    let state = createAdwin();
    const found: number[] = [];
    values.forEach((value, index) => {
      if (index % 97 === 0) state = JSON.parse(JSON.stringify(state)) as typeof state;
      if (updateAdwin(state, value)) found.push(index);
    });
    expect(found).toEqual(drifts(values));
    expect(found.length).toBeGreaterThan(0);
  });

  it('reads a pane as evenly spread values, a thousand at most', () => {
    const state = createAdwin();
    updateAdwinWithPane(state, { n: 8, errors: 2 });
    expect(state.width).toBe(8);
    expect(state.total).toBe(2);
    updateAdwinWithPane(state, { n: 1_000_000, errors: 250_000 });
    expect(state.width).toBe(1008);
    expect(state.total).toBe(252);
    expect(updateAdwinWithPane(state, { n: 0, errors: 0 })).toBe(false);
  });

  it('finds a rise of the error rate from pane to pane, and none inside equal panes', () => {
    const state = createAdwin();
    const found: number[] = [];
    for (let pane = 0; pane < 60; pane++) {
      if (updateAdwinWithPane(state, { n: 200, errors: pane < 30 ? 20 : 60 })) found.push(pane);
    }
    expect(found[0]).toBeGreaterThanOrEqual(30);
    expect(found[0]).toBeLessThanOrEqual(31);
  });

  it('ends each update with one bucket a size too, where rows in the middle may be empty', () => {
    const random = seededRandom(3);
    const state = createAdwin({ delta: 0.3, clock: 1, maxBuckets: 1, minWindowLength: 1, gracePeriod: 0 });
    for (let i = 0; i < 2_000; i++) {
      updateAdwin(state, 1e6 * (random() + (i % 300 > 150 ? 3 : 0)));
      const rows = state.filled.map((used, exponent) => (used / 2) * 2 ** exponent);
      expect(state.width).toBe(rows.reduce((sum, width) => sum + width, 0));
    }
    expect(state.detections).toBeGreaterThan(0);
  });
});
