import { describe, expect, it } from 'vitest';
import { addCandidate, noCandidates } from '../../../../detectors/change-candidates.js';
import { createDetector } from '../../../../detectors/index.js';
import { nextDouble, pythonRandom } from '../../../../detectors/mersenne-twister.js';
import { numpyRandom } from '../../../support/numpy-random.js';

type Family = 'bernoulli' | 'gaussian';
interface Setting {
  readonly family: Family;
  readonly baseline: number | null;
  readonly mode: 'up' | 'down' | 'both';
  readonly sigma: number;
}

function logLikelihood(family: Family, sigma: number, values: readonly number[], level: number): number {
  return values.reduce((sum, x) => {
    if (family === 'gaussian') return sum - ((x - level) / sigma) ** 2 / 2;
    const probability = x === 1 ? level : 1 - level;
    return sum + Math.log(probability);
  }, 0);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** By the definition: every time, each side at its own mean. */
function bruteForce(values: readonly number[], { family, baseline, mode, sigma }: Setting): number {
  let best = 0;
  const none = logLikelihood(family, sigma, values, baseline ?? mean(values));
  for (let t = baseline === null ? 1 : 0; t < values.length; t++) {
    const [before, after] = [values.slice(0, t), values.slice(t)];
    const level = baseline ?? mean(before);
    const rise = mean(after) - level;
    if ((mode === 'up' && rise <= 0) || (mode === 'down' && rise >= 0)) continue;
    const changed =
      logLikelihood(family, sigma, before, level) + logLikelihood(family, sigma, after, mean(after));
    best = Math.max(best, changed - none);
  }
  return best;
}

/** First value at which the likelihood ratio of everything so far is above the threshold. */
function firstAbove(values: readonly number[], threshold: number, setting: Setting): number {
  return values.findIndex((_, index) => bruteForce(values.slice(0, index + 1), setting) > threshold);
}

const settings = (['bernoulli', 'gaussian'] as const).flatMap((family) =>
  [null, 0.3].flatMap((baseline) =>
    (['up', 'down', 'both'] as const).map((mode) => ({ family, baseline, mode, sigma: 0.7 })),
  ),
);

describe('focus', () => {
  it.each(settings)('alarms where brute force does: $family, baseline $baseline, $mode', (setting) => {
    const numpy = numpyRandom(99);
    for (const threshold of [1.5, 3, 6]) {
      for (let run = 0; run < 3; run++) {
        const levels = [0.3, run === 0 ? 0.8 : run === 1 ? 0.05 : 0.45];
        const values = levels.flatMap((level) =>
          setting.family === 'bernoulli' ? numpy.bernoulli(level, 60) : numpy.normal(level, 0.7, 60),
        );
        const detector = createDetector('focus', { ...setting, threshold });
        const found = values.findIndex((value) => detector.update(value).drift);
        expect(found).toBe(firstAbove(values, threshold, setting));
      }
    }
  });

  it('says where the change was', () => {
    const numpy = numpyRandom(5);
    const detector = createDetector('focus', { family: 'gaussian' });
    const values = [...numpy.normal(0, 1, 1_000), ...numpy.normal(2, 1, 100)];
    const at = values.findIndex((value) => detector.update(value).drift);
    expect(at).toBeGreaterThan(1_000);
    expect(at).toBeLessThan(1_030);
    const again = createDetector('focus', { family: 'gaussian' });
    const found = values
      .slice(0, at + 1)
      .map((value) => again.update(value))
      .at(-1);
    expect(at + 1 - (found?.since ?? 0)).toBe(1_000);
  });

  it('keeps a few times of many', () => {
    const random = pythonRandom(1);
    const candidates = noCandidates();
    let [sum, most] = [0, 0];
    for (let t = 0; t < 100_000; t++) {
      addCandidate(candidates, t, sum);
      sum += nextDouble(random) < 0.2 ? 1 : 0;
      most = Math.max(most, candidates.at.length);
    }
    expect(most).toBeLessThan(40);
  });

  it('bounds the times it keeps of a stream that only ever rises', () => {
    const candidates = noCandidates();
    for (let t = 0; t < 5_000; t++) addCandidate(candidates, t, t * t);
    expect(candidates.at.length).toBeLessThanOrEqual(256);
    expect(candidates.at.at(-1)).toBe(4_999);
  });

  it('takes only values of its family, and a rate as baseline of zeros and ones', () => {
    expect(() => createDetector('focus').update(0.5)).toThrow(RangeError);
    expect(() => createDetector('focus', { family: 'gaussian' }).update(-7)).not.toThrow();
    expect(() => createDetector('focus', { baseline: 1 })).toThrow('baseline must be in (0, 1)');
  });
});
