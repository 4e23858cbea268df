import { describe, expect, it } from 'vitest';
import { fitRateBlocks, rateBlockEValues } from '../../../../detectors/rate-blocks.js';
import { createDetector } from '../../../../detectors/index.js';
import { seededRandom } from '../../../../detectors/random.js';
import { alarmsOf } from '../../../support/alarms.js';

const random = seededRandom(11);
const day = (rate: number) => ({ n: 400, errors: Math.round(400 * (rate + 0.1 * (random() - 0.5))) });
const reference = Array.from({ length: 42 }, () => day(0.2));
const live = Array.from({ length: 60 }, (_, index) => day(index < 30 ? 0.2 : 0.3));

describe('e-pane', () => {
  it('alarms where its definition does, with the reference learned or given', () => {
    const model = fitRateBlocks(reference);
    let sums = [0, 0, 0, 0, 0];
    const expected = live.flatMap((pane, index) => {
      const eValues = rateBlockEValues(model, pane);
      sums = sums.map((sum, k) => (sum + 1) * (eValues[k] ?? 0));
      if (sums.reduce((a, b) => a + b, 0) / 5 < 50 || pane.errors <= model.m0 * pane.n) return [];
      sums = [0, 0, 0, 0, 0];
      return [index];
    });
    const learning = createDetector('e-pane', { budget: 50 });
    expect(alarmsOf(learning, reference)).toEqual([]);
    expect(expected.length).toBeGreaterThan(1);
    expect(alarmsOf(learning, live)).toEqual(expected);
    const given = createDetector('e-pane', { budget: 50, baseline: model.m0, dispersion: model.phi });
    expect(alarmsOf(given, live)).toEqual(expected);
  });

  it('says since when, to within a few panes', () => {
    const detector = createDetector('e-pane', { budget: 50 });
    alarmsOf(detector, reference);
    const verdicts = live.map((pane) => detector.updatePane(pane));
    const first = verdicts.findIndex(({ drift }) => drift);
    const since = verdicts[first]?.since ?? 0;
    expect(Math.abs(first - since + 1 - 30)).toBeLessThanOrEqual(3);
  });

  it('learns from panes with rows only', () => {
    const detector = createDetector('e-pane');
    for (const pane of reference) {
      detector.updatePane({ n: 0, errors: 0 });
      detector.updatePane(pane);
    }
    const without = createDetector('e-pane');
    for (const pane of reference) without.updatePane(pane);
    expect(detector.snapshot()).toEqual(without.snapshot());
  });

  it('does not let one pane decide, however large', () => {
    const detector = createDetector('e-pane', { baseline: 0.2, dispersion: 1, budget: 20 });
    expect(detector.updatePane({ n: 1_000_000, errors: 1_000_000 }).drift).toBe(false);
  });

  it('does not call a rate that cannot rise a rise', () => {
    const detector = createDetector('e-pane', { reference: 10, budget: 2 });
    expect(
      alarmsOf(
        detector,
        Array.from({ length: 500 }, () => ({ n: 10, errors: 10 })),
      ),
    ).toEqual([]);
  });
});
