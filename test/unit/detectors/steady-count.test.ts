import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { countEValue, fitSteadyCount } from '../../../detectors/steady-count.js';

const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

describe('a steady count', () => {
  it('has e-values whose mean is at most 1 while counts are as the reference had them', () => {
    const random = seededRandom(5);
    const rows = () => Math.exp(5 + 0.3 * normal(random));
    let [sum, n] = [0, 0];
    for (let run = 0; run < 400; run++) {
      const fitted = fitSteadyCount(
        Array.from({ length: 28 }, (_, i) => ({ kind: i % 7, rows: rows() })),
        7,
      );
      for (let i = 0; i < 50; i++, n++) sum += Math.min(50, countEValue(fitted!, i % 7, rows()));
    }
    expect(sum / n).toBeLessThan(1.05);
  });

  it('finds nothing at all, and ten times as much, as strange as can be', () => {
    const fitted = fitSteadyCount(
      Array.from({ length: 28 }, (_, i) => ({ kind: i % 7, rows: 140 + (i % 5) * 10 })),
      7,
    );
    expect(countEValue(fitted!, 2, 0)).toBeGreaterThan(1e9);
    expect(countEValue(fitted!, 2, 1_600)).toBeGreaterThan(1e9);
    expect(countEValue(fitted!, 2, 160)).toBeLessThan(1);
  });

  it('says nothing of a kind that the reference never had, and is none with too few periods', () => {
    const periods = Array.from({ length: 12 }, (_, i) => ({ kind: i % 2, rows: 100 }));
    expect(countEValue(fitSteadyCount(periods, 7)!, 4, 0)).toBe(1);
    // Six batches of two kinds leave four degrees of freedom, five leave three.
    expect(fitSteadyCount(periods.slice(0, 6), 7)?.degrees).toBe(4);
    expect(fitSteadyCount(periods.slice(0, 5), 7)).toBeNull();
  });
});
