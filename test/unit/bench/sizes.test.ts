import { describe, expect, it } from 'vitest';
import { falseAlarms, REFERENCE_DAYS } from '../../../bench/sizes/false-alarms.js';
import { FEATURES, samePanes } from '../../../bench/sizes/same-panes.js';

const HOUR = 3_600_000;

describe('panes of a world in which nothing changes', () => {
  it.each([1, 100, 1_000_000])('hold %i rows in every feature and every outcome', (rows) => {
    const [record] = samePanes({ seed: 1, rows, pane: HOUR, from: 0, panes: 1 });
    const [prediction, outcome] = record?.deltas ?? [];
    if (prediction?.side !== 'prediction' || outcome?.side !== 'outcome') throw new Error('not both sides');
    const features = Object.values(prediction.pane.features);
    expect(features).toHaveLength(FEATURES);
    for (const { h } of features) expect(h?.c.reduce((sum, count) => sum + count, 0)).toBe(rows);
    expect(Object.values(outcome.pane.confusion).reduce((sum, count) => sum + count, 0)).toBe(rows);
  });

  // Wide panes, so that it takes seconds: the benchmark has the hours.
  it.each([100, 1_000_000])(
    'raise no alert in 30 days, at %i rows a pane',
    (rows) => {
      const { alerts, watchedFrom } = falseAlarms(1, rows, 6 * HOUR, 30);
      expect(watchedFrom).toBe(Date.UTC(2024, 0, 1 + REFERENCE_DAYS));
      expect(alerts).toEqual([]);
    },
    300_000,
  );
});
