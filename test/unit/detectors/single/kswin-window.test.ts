/** River's KSWIN with values that were collected before; figures of river 0.26.1. */
import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../detectors/index.js';
import { nextDouble, pythonRandom } from '../../../../detectors/mersenne-twister.js';
import { alarmsOf } from '../../../support/alarms.js';

describe('a window that is given', () => {
  it.each([
    {
      seed: 7,
      options: { alpha: 0.0005, windowSize: 60, statSize: 20, seed: 3 },
      before: 40,
      drifts: [19, 414],
    },
    {
      seed: 8,
      options: { alpha: 0.0005, windowSize: 60, statSize: 20, seed: 3 },
      before: 150,
      drifts: [17, 112, 411],
    },
    {
      seed: 9,
      options: { alpha: 0.002, windowSize: 100, statSize: 30, seed: 11 },
      before: 100,
      drifts: [20, 415],
    },
  ])('alarms where river does: $before values', ({ seed, options, before, drifts }) => {
    const random = pythonRandom(seed);
    const window = Array.from({ length: before }, () => nextDouble(random));
    const stream = Array.from(
      { length: 1_200 },
      (_, i) => nextDouble(random) + (i >= 5 && i < 400 ? 0.8 : 0),
    );
    const detector = createDetector('kswin', { ...options, window });
    expect(alarmsOf(detector, stream)).toEqual(drifts);
    detector.reset();
    expect(alarmsOf(detector, stream)).toEqual(drifts);
  });

  it('is copied, and refused where it is no list of numbers', () => {
    const window = Array.from({ length: 50 }, (_, i) => i);
    const detector = createDetector('kswin', { window });
    window.fill(0);
    expect(detector.snapshot().options['window']).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(() => createDetector('kswin', { window: [1, Number.NaN] })).toThrow(
      'kswin: option window must be at most 100000 finite numbers or null, got 1,NaN',
    );
  });
});
