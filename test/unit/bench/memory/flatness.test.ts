import { describe, expect, it } from 'vitest';
import { growthOf } from '../../../../bench/memory/flatness.js';

const curve = (of: (i: number) => number) => Array.from({ length: 40 }, (_, i) => of(i));

describe('growth over a run', () => {
  it('is none where a figure rises at first and stays', () => {
    expect(growthOf(curve((i) => Math.min(i, 8)))).toEqual({ before: 8, after: 8, share: 0 });
  });

  it('is a leak where it rises all the way', () => {
    expect(growthOf(curve((i) => 100 + i)).share).toBeGreaterThan(0.15);
  });

  it('is not told by one odd value, and may be negative', () => {
    expect(growthOf(curve((i) => (i === 35 ? 1e9 : 5))).share).toBe(0);
    expect(growthOf(curve((i) => 100 - i)).share).toBeLessThan(0);
  });

  it('from nothing to something is without bounds, and too few values are an error', () => {
    expect(growthOf(curve((i) => (i < 20 ? 0 : 1))).share).toBe(Infinity);
    expect(growthOf(curve(() => 0)).share).toBe(0);
    expect(() => growthOf([1, 2, 3])).toThrow('growth needs at least 8 values, got 3');
  });
});
