import { describe, expect, it } from 'vitest';
import { binomialTail } from '../../../../detectors/binomial.js';
import { createDetector } from '../../../../detectors/index.js';
import { nextDouble, pythonRandom } from '../../../../detectors/mersenne-twister.js';
import { upperMean, upperRate } from '../../../../detectors/reference-bound.js';
import { alarmsOf } from '../../../support/alarms.js';

const RUNS = 100;
const VALUES = 1_000;
const BUDGET = 100;

/** 99% upper bound of the mean number of alarms in a run. */
function mostFalseAlarms(name: 'e-sr-bernoulli' | 'e-sr-bounded', draw: (uniform: number) => number): number {
  const random = pythonRandom(2026);
  const counts = Array.from({ length: RUNS }, () => {
    const stream = Array.from({ length: VALUES }, () => draw(nextDouble(random)));
    return alarmsOf(createDetector(name, { baseline: 0.2, budget: BUDGET }), stream).length;
  });
  const mean = counts.reduce((a, b) => a + b, 0) / RUNS;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (RUNS - 1);
  return mean + 2.326 * Math.sqrt(variance / RUNS);
}

describe('the promise: at most one false alarm per budget is expected', () => {
  it('of errors exactly at the baseline', () => {
    const most = mostFalseAlarms('e-sr-bernoulli', (u) => (u < 0.2 ? 1 : 0));
    expect(most).toBeLessThanOrEqual(VALUES / BUDGET);
    expect(most).toBeGreaterThan(1);
  });

  it.each([
    ['0 or 1', (u: number) => (u < 0.2 ? 1 : 0)],
    ['uniform', (u: number) => 0.4 * u],
    ['skewed', (u: number) => u ** 4],
  ])('of losses with their mean at the baseline, %s', (_, draw) => {
    expect(mostFalseAlarms('e-sr-bounded', draw)).toBeLessThanOrEqual(VALUES / BUDGET);
  });
});

describe('the sums', () => {
  it('are those of the definition', () => {
    const detector = createDetector('e-sr-bernoulli', { baseline: 0.1, budget: 5 });
    const random = pythonRandom(3);
    const alternatives = [0.02, 0.05, 0.1, 0.2, 0.4].map((step) => 0.1 + 0.9 * step);
    let sums = alternatives.map(() => 0);
    let alarms = 0;
    for (let i = 0; i < 500; i++) {
      const error = nextDouble(random) < 0.15 ? 1 : 0;
      sums = alternatives.map((q, k) => ((sums[k] ?? 0) + 1) * (error === 1 ? q / 0.1 : (1 - q) / 0.9));
      const isAlarm = error === 1 && sums.reduce((a, b) => a + b, 0) / 5 >= 5;
      expect(detector.update(error).drift).toBe(isAlarm);
      if (!isAlarm) continue;
      alarms++;
      sums = sums.map(() => 0);
    }
    expect(alarms).toBeGreaterThan(3);
  });

  it('of losses are those of the definition', () => {
    const detector = createDetector('e-sr-bounded', { baseline: 0.4, budget: 20 });
    const random = pythonRandom(4);
    let sums = [0.1, 0.25, 0.5, 0.75, 0.9].map((stake) => ({ stake, sum: 0 }));
    let alarms = 0;
    for (let i = 0; i < 500; i++) {
      const loss = nextDouble(random);
      sums = sums.map(({ stake, sum }) => ({ stake, sum: (sum + 1) * (1 + (stake / 0.4) * (loss - 0.4)) }));
      const isAlarm = loss > 0.4 && sums.reduce((total, { sum }) => total + sum, 0) / 5 >= 20;
      expect(detector.update(loss).drift).toBe(isAlarm);
      if (!isAlarm) continue;
      alarms++;
      sums = sums.map(({ stake }) => ({ stake, sum: 0 }));
    }
    expect(alarms).toBeGreaterThan(3);
  });
});

describe('a constant at the baseline', () => {
  it('is no alarm, however long', () => {
    const losses = Array.from({ length: 1_000 }, () => 0.3);
    expect(alarmsOf(createDetector('e-sr-bounded', { baseline: 0.3, budget: 100 }), losses)).toEqual([]);
  });
});

describe('a learned baseline', () => {
  it('is an upper bound of the rate of the reference', () => {
    const bound = upperRate(200, 1_000);
    expect(bound).toBeGreaterThan(0.2);
    expect(binomialTail(201, 1_000, bound)).toBeCloseTo(0.975, 6);
    expect(upperRate(10, 10)).toBe(1);
  });

  it('covers the mean of losses of any law', () => {
    const random = pythonRandom(8);
    for (let run = 0; run < 100; run++) {
      const losses = Array.from({ length: 200 }, () => nextDouble(random) ** 9);
      const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
      const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
      expect(upperMean(mean, squares, losses.length)).toBeGreaterThan(0.1);
    }
    expect(upperMean(1, 0, 10)).toBe(1);
  });

  it('comes from the first values, which never alarm', () => {
    const learned = createDetector('e-sr-bernoulli', { reference: 100, budget: 1_000 });
    const stream = Array.from({ length: 400 }, (_, i) => (i < 300 ? (i % 10 === 0 ? 1 : 0) : 1));
    const alarms = alarmsOf(learned, stream);
    const known = createDetector('e-sr-bernoulli', { baseline: upperRate(10, 100), budget: 1_000 });
    const [expected = -1] = alarmsOf(known, stream.slice(100));
    expect(alarms[0]).toBe(100 + expected);
    expect(expected).toBeGreaterThanOrEqual(200);
  });
});
