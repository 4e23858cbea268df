import { describe, expect, it } from 'vitest';
import {
  meanOverSplits,
  meanTimeRatio,
  median,
  poissonInterval,
  summariseDelays,
} from '../../../../bench/detectors/statistics.js';

describe('median', () => {
  it('takes the middle, the mean of two middles, and never as a value', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([1, Infinity, Infinity])).toBe(Infinity);
    expect(median([Infinity, Infinity, 1, 2])).toBe(Infinity);
    expect(median([])).toBeNaN();
  });
});

describe('poissonInterval', () => {
  // Garwood's limits: chi-squared quantiles at .025 and .975 with 2k and 2k + 2 degrees of freedom, halved
  it.each([
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [10, 4.7954, 18.3904],
    [100, 81.364, 121.6268],
  ])('after %i events is %f to %f', (events, low, high) => {
    const [from, to] = poissonInterval(events);
    expect(from).toBeCloseTo(low, 3);
    expect(to).toBeCloseTo(high, 3);
  });

  it('refuses what is no count', () => {
    expect(() => poissonInterval(1.5)).toThrow('takes a count of events, got 1.5');
    expect(() => poissonInterval(-1)).toThrow('takes a count of events, got -1');
  });
});

describe('meanOverSplits', () => {
  it('is wide by how much splits differ', () => {
    const { mean, low, high } = meanOverSplits([0, 2, 4, 2]);
    expect(mean).toBe(2);
    // variance 8/3, standard error sqrt(2/3)
    expect(high - mean).toBeCloseTo(1.96 * Math.sqrt(2 / 3), 12);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  it('does not take no alarm for certainty', () => {
    expect(meanOverSplits([0, 0, 0, 0])).toEqual({ mean: 0, low: 0, high: poissonInterval(0)[1] / 4 });
  });

  it('is never below 0, and needs two splits', () => {
    expect(meanOverSplits([0, 0, 0, 1]).low).toBe(0);
    expect(() => meanOverSplits([1])).toThrow('needs two of them, got 1');
  });
});

describe('summariseDelays', () => {
  it('counts misses, and leaves them out of the mean only', () => {
    expect(summariseDelays([10, Infinity, 20, 30])).toEqual({ median: 25, mean: 20, missed: 0.25 });
    expect(summariseDelays([Infinity, Infinity, 7])).toMatchObject({ median: Infinity, mean: 7 });
  });
});

describe('meanTimeRatio', () => {
  it('is time between false alarms over delay, for the changes that are found', () => {
    // an alarm every 1000 values, a delay of 50, one change in four missed
    expect(meanTimeRatio(10, 10_000, { median: 50, mean: 50, missed: 0.25 })).toBe(15);
  });

  it('is 0 when nothing is found, and a bound when there is no false alarm', () => {
    expect(meanTimeRatio(3, 100, summariseDelays([Infinity]))).toBe(0);
    expect(meanTimeRatio(0, 10_000, { median: 100, mean: 100, missed: 0 })).toBe(100);
  });
});
