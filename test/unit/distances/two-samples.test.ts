import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import * as distances from '../../../src/distances/index.js';

const { cramerVonMises, energy, kolmogorovSmirnov, mannWhitneyU, wasserstein } = distances;

const few = [1.2, 0.4, 3.1, 2.2, 5, 1.9, 2.8, 0.7];
const others = [2.5, 3.3, 4.1, 1.1, 6.2, 5.4, 2.9, 3.6, 4.8, 0.9];
const many = Array.from({ length: 300 }, (_, k) => ((k * 37) % 100) / 10);
const moreWithTies = Array.from({ length: 250 }, (_, k) => ((k * 53) % 110) / 10);

const tests = { cramerVonMises, kolmogorovSmirnov, mannWhitneyU };
const samples = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 });

describe('values of SciPy 1.17', () => {
  it.each([
    ['kolmogorovSmirnov', few, others, 'exact', 0.475, 0.20366561543032125],
    ['kolmogorovSmirnov', few, others, 'asymptotic', 0.475, 0.2344312500000001],
    ['kolmogorovSmirnov', many, moreWithTies, 'exact', 0.092, 0.18644226699574143],
    ['kolmogorovSmirnov', many, moreWithTies, 'asymptotic', 0.092, 0.18789604338997964],
    ['cramerVonMises', few, others, 'exact', 0.33657407407407414, 0.11609305726952786],
    ['cramerVonMises', few, others, 'asymptotic', 0.33657407407407414, 0.10962427616907344],
    ['cramerVonMises', many, moreWithTies, 'asymptotic', 0.3695409090909152, 0.08713939587955444],
    ['mannWhitneyU', few, others, 'exact', 21, 0.10110151286621874],
    ['mannWhitneyU', few, others, 'asymptotic', 21, 0.10022410561773794],
    ['mannWhitneyU', many, moreWithTies, 'asymptotic', 34189.5, 0.07446617855274852],
  ] as const)('%s', (name, now, reference, method, statistic, p) => {
    const result = tests[name](now, reference, { method });
    expect(result.statistic).toBeCloseTo(statistic, 10);
    expect(result.p).toBeCloseTo(p, 10);
    expect(result.method).toBe(method);
  });

  it('wasserstein and energy', () => {
    expect(wasserstein(few, others)).toBeCloseTo(1.3175, 12);
    expect(energy(few, others)).toBeCloseTo(0.8633510294196678, 12);
  });
});

describe.each(Object.entries(tests))('%s', (_, test) => {
  it('has a p of 0 to 1 that does not depend on order, sides or a monotone change of units', () => {
    fc.assert(
      fc.property(samples, samples, (now, reference) => {
        const { p } = test(now, reference);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(test(reference, now).p).toBeCloseTo(p, 10);
        const units = (x: number) => x ** 3 / 7 + 2;
        expect(test(now.toReversed().map(units), reference.map(units)).p).toBe(p);
      }),
      { numRuns: 60 },
    );
  });

  it('finds nothing where there is nothing, and everything where sides do not touch', () => {
    expect(test([4, 4, 4], [4, 4]).p).toBe(1);
    const low = Array.from({ length: 60 }, (_, k) => k);
    const high = low.map((x) => x + 1000);
    expect(test(low, high).p).toBeLessThan(1e-8);
  });

  it('refuses what cannot be compared, by name', () => {
    expect(() => test([], [1, 2])).toThrow(/^now has 0 values/);
    expect(() => test([1, 2], [1, NaN])).toThrow(/^reference\[1\] is NaN/);
  });
});

describe('exact p-values', () => {
  it('count arrangements: every split of 7 distinct values', () => {
    const splits = choose([1, 2, 3, 4, 5, 6, 7], 3);
    expect(splits).toHaveLength(35);
    for (const [name, test] of Object.entries(tests)) {
      const all = splits.map(([now, reference]) => {
        const { statistic, p } = test(now, reference, { method: 'exact' });
        // U is two-sided: as far from its middle 6 as this one
        return { extreme: name === 'mannWhitneyU' ? Math.abs(statistic - 6) : statistic, p };
      });
      for (const { extreme, p } of all) {
        const asExtreme = all.filter((other) => other.extreme >= extreme - 1e-9).length;
        expect(p, name).toBeCloseTo(asExtreme / 35, 10);
      }
    }
  });

  it('refuse ties where the distribution knows none', () => {
    expect(() => mannWhitneyU([1, 2], [2, 3], { method: 'exact' })).toThrow('equal values');
  });
});

describe('distances on a line', () => {
  it('move with the values: a shift is its own distance, a factor scales', () => {
    fc.assert(
      fc.property(samples, samples, fc.integer({ min: 1, max: 9 }), (now, reference, by) => {
        expect(
          wasserstein(
            now,
            now.map((x) => x + by),
          ),
        ).toBeCloseTo(by, 9);
        expect(energy(now, now)).toBe(0);
        const scaled = [now.map((x) => x * by), reference.map((x) => x * by)] as const;
        expect(wasserstein(...scaled)).toBeCloseTo(by * wasserstein(now, reference), 9);
        expect(energy(...scaled)).toBeCloseTo(Math.sqrt(by) * energy(now, reference), 9);
      }),
      { numRuns: 60 },
    );
  });

  it('are the same from rows and from histograms of them', () => {
    const [now, reference] = [
      [0, 0, 1, 3, 3, 3],
      [0, 1, 1, 2],
    ];
    const [counts, others] = [
      [2, 1, 0, 3],
      [1, 2, 1],
    ];
    const positions = [0, 1, 2, 3];
    expect(distances.wassersteinBinned(counts, others, positions)).toBeCloseTo(
      wasserstein(now, reference),
      12,
    );
    expect(distances.energyBinned(counts, others, positions)).toBeCloseTo(energy(now, reference), 12);
    const binned = distances.kolmogorovSmirnovBinned(counts, others);
    const rows = kolmogorovSmirnov(now, reference, { method: 'asymptotic' });
    expect(binned.statistic).toBeCloseTo(rows.statistic, 12);
    expect(binned.p).toBeCloseTo(rows.p, 12);
  });

  it('refuse bins without a position and sides without rows', () => {
    expect(() => distances.wassersteinBinned([1, 2, 3], [1], [0, 1])).toThrow('3 bins but 2 positions');
    expect(() => distances.energyBinned([1], [0, 0], [0, 1])).toThrow(/^reference has no rows/);
    expect(() => wasserstein([1], [])).toThrow(/^reference has 0 values/);
  });
});

/** All ways to part `items` into `k` and the others. */
function choose(items: readonly number[], k: number): [number[], number[]][] {
  const [first, ...rest] = items;
  if (first === undefined) return k === 0 ? [[[], []]] : [];
  return [
    ...choose(rest, k - 1).map(([a, b]): [number[], number[]] => [[first, ...a], b]),
    ...choose(rest, k).map(([a, b]): [number[], number[]] => [a, [first, ...b]]),
  ];
}
