import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../detectors/index.js';
import { normalUpperTail } from '../../../../detectors/normal-tail.js';
import { numpyRandom } from '../../../support/numpy-random.js';

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** p of equal error rates in the newest `w` values and the older ones, 1 where the rate did not rise. */
function equalProportions(values: readonly number[], w: number): number {
  const [older, newer] = [values.slice(0, -w), values.slice(-w)];
  const spread = 1 / older.length + 1 / w;
  const rise = mean(newer) - mean(older) - spread / 2;
  const rate = mean(values);
  return rise > 0 ? normalUpperTail(rise / Math.sqrt(rate * (1 - rate) * spread)) : 1;
}

/** Excess of the exponentially weighted rate in standard deviations, and the limit for 400 values. */
function chart(values: readonly number[], lambda: number): { excess: number; limit: number } {
  const z = values.reduce((recent, x, i) => recent + lambda * (1 - lambda) ** (values.length - 1 - i) * x, 0);
  const p = mean(values);
  const settled = 1 - (1 - lambda) ** (2 * values.length);
  const deviation = Math.sqrt(p * (1 - p) * (lambda / (2 - lambda)) * settled);
  const limit = 3.97 - 6.56 * p + 48.73 * p ** 3 - 330.13 * p ** 5 + 848.18 * p ** 7;
  return { excess: (z - p) / deviation, limit };
}

const numpy = numpyRandom(17);
const streams = Array.from({ length: 5 }, () => [...numpy.bernoulli(0.1, 400), ...numpy.bernoulli(0.3, 300)]);

describe.each(streams.map((values, run) => ({ run, values })))('by definition, stream $run', ({ values }) => {
  it('stepd', () => {
    const detector = createDetector('stepd');
    for (let n = 1; n <= values.length; n++) {
      const { drift, warning } = detector.update(values[n - 1] ?? 0);
      const p = n < 60 ? 1 : equalProportions(values.slice(0, n), 30);
      expect([n, drift, warning]).toEqual([n, p < 0.003, p >= 0.003 && p < 0.05]);
      if (drift) return;
    }
    expect.unreachable('the change was not found');
  });

  it('ecdd', () => {
    const detector = createDetector('ecdd');
    for (let n = 1; n <= values.length; n++) {
      const { drift, warning } = detector.update(values[n - 1] ?? 0);
      const { excess, limit } = chart(values.slice(0, n), 0.2);
      const isOut = n >= 30 && excess > limit;
      expect([n, drift, warning]).toEqual([n, isOut, n >= 30 && !isOut && excess > limit / 2]);
      if (drift) return;
    }
    expect.unreachable('the change was not found');
  });
});

describe('stepd', () => {
  it('has no opinion on a difference below the correction for continuity', () => {
    const detector = createDetector('stepd', {
      windowSize: 2,
      alphaDrift: 0.4,
      alphaWarning: 0.45,
      twoSidedTest: true,
    });
    const verdicts = [1, 0, 1, 0].map((error) => detector.update(error));
    expect(verdicts.some(({ drift, warning }) => drift || warning)).toBe(false);
  });

  it('finds a fall only when asked to', () => {
    const values = [...numpyRandom(1).bernoulli(0.6, 200), ...Array.from({ length: 100 }, () => 0)];
    const found = (twoSidedTest: boolean) => {
      const detector = createDetector('stepd', { twoSidedTest });
      return values.findIndex((value) => detector.update(value).drift);
    };
    expect(found(true)).toBeGreaterThan(200);
    expect(found(false)).toBe(-1);
  });
});

describe('cusum', () => {
  const stream = (level: number): number[] => Array.from({ length: 300 }, (_, i) => (i < 200 ? 0 : level));

  it('adds up what is beyond the allowed deviation, and knows since when', () => {
    const detector = createDetector('cusum', { baseline: 0, delta: 0.5, threshold: 4.9 });
    const verdicts = stream(1).map((value) => detector.update(value));
    const at = verdicts.findIndex(({ drift }) => drift);
    expect(at).toBe(209);
    expect(verdicts[at]?.since).toBe(10);
  });

  it.each([
    ['up', 1, true],
    ['up', -1, false],
    ['down', -1, true],
    ['down', 1, false],
    ['both', 1, true],
    ['both', -1, true],
  ] as const)('%s, a step of %d: %s', (mode, level, expected) => {
    const detector = createDetector('cusum', { baseline: 0, threshold: 5, mode });
    expect(stream(level).some((value) => detector.update(value).drift)).toBe(expected);
  });

  it('without a baseline takes the running mean', () => {
    const detector = createDetector('cusum', { delta: 0.1, threshold: 5, mode: 'up' });
    const values = stream(1);
    let [sum, found] = [0, -1];
    values.forEach((value, index) => {
      if (found >= 0) return;
      sum = Math.max(0, sum + value - mean(values.slice(0, index + 1)) - 0.1);
      if (sum > 5) found = index;
    });
    expect(values.findIndex((value) => detector.update(value).drift)).toBe(found);
  });
});
