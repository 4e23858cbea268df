import { describe, expect, it } from 'vitest';
import { arrivals, DAY_MS, season } from '../../../../producers/simulators/arrivals.js';
import {
  exponential,
  lognormal,
  namedStreams,
  normal,
  pick,
} from '../../../../producers/simulators/random.js';
import { mean } from './measure.js';

const draw = (times: number, one: () => number) => Array.from({ length: times }, one);

describe('random', () => {
  it('gives every name a stream of its own', () => {
    const take = (seed: number, name: string) => draw(3, namedStreams(seed)(name));
    expect(take(1, 'a')).toEqual(take(1, 'a'));
    const all = [take(1, 'a'), take(1, 'b'), take(2, 'a'), take(2, 'b')].map(String);
    expect(new Set(all).size).toBe(4);
  });

  it('has the moments of its distributions', () => {
    const random = namedStreams(3)('moments');
    const normals = draw(20_000, () => normal(random));
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((x) => x * x))).toBeCloseTo(1, 1);
    expect(mean(draw(20_000, () => exponential(random, 1)))).toBeCloseTo(1, 1);
    expect(mean(draw(20_000, () => (lognormal(random, 1, 0.8) < 1 ? 1 : 0)))).toBeCloseTo(0.5, 1);
    expect(mean(draw(20_000, () => (pick(random, { a: 3, b: 0, c: 1 }) === 'a' ? 1 : 0)))).toBeCloseTo(
      0.75,
      1,
    );
    expect(draw(1000, () => (pick(random, { a: 3, b: 0 }) === 'b' ? 1 : 0))).not.toContain(1);
  });

  it('lets people come at the rate of the hour and the day, as a Poisson process', () => {
    const flat = season(Array<number>(24).fill(1), [1, 1, 1, 1, 1, 0, 0]);
    const monday = Date.UTC(2025, 0, 6);
    const random = namedStreams(5)('arrivals');
    const times = [...arrivals(random, monday, monday + 140 * DAY_MS, flat, () => 10)];
    expect(times.every((time, n) => n === 0 || times[n - 1]! <= time)).toBe(true);
    const perDay = new Map<number, number>();
    for (const time of times) {
      const day = Math.floor((time - monday) / DAY_MS);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    }
    const counts = [...perDay.values()];
    expect(counts.length).toBe(100);
    expect([...perDay.keys()].filter((day) => day % 7 >= 5)).toEqual([]);
    const average = mean(counts);
    expect(Math.abs(average / (24 * 10 * 1.4) - 1)).toBeLessThan(0.02);
    // A Poisson count's variance is its mean.
    const variance = mean(counts.map((count) => (count - average) ** 2));
    expect(variance / average).toBeGreaterThan(0.6);
    expect(variance / average).toBeLessThan(1.6);
  });
});
