import { describe, expect, it } from 'vitest';

import { scaledBesselK } from '../../../src/distances/distributions/bessel-k.js';
import { kolmogorovTail } from '../../../src/distances/distributions/kolmogorov.js';
import { upperRegularizedGamma } from '../../../src/distances/distributions/regularized-gamma.js';
import { chiSquaredTail, normalTail } from '../../../src/distances/distributions/upper-tails.js';

describe('kolmogorovTail', () => {
  it.each([
    [0.5, 1, 1],
    [0.08, 100, 0.5182193645480672],
    [0.3, 30, 0.006852243362913235],
    [0.02, 1000, 0.8108971656895577],
    [0.01, 20_000, 0.03638603905248727],
    [0.001, 200_000, 0.9881500208855729],
    [0.05, 1000, 0.013012074781090332],
    [0.012, 1000, 0.9984464668620097],
  ])('of d = %d and n = %d is that of SciPy', (d, n, p) => {
    expect(kolmogorovTail(d, n)).toBeCloseTo(p, 11);
  });

  it('falls as d grows, over every change of method', () => {
    for (const n of [1, 2, 7, 140, 141, 3000]) {
      let last = 1;
      for (let d = 0; d <= 1; d += 1 / 512) {
        const p = kolmogorovTail(d, n);
        // Methods meet within the error that kolmogorovTail states.
        expect(p, `d ${d}, n ${n}`).toBeLessThanOrEqual(last + 2e-6);
        expect(p).toBeGreaterThanOrEqual(0);
        last = p;
      }
      expect(last).toBe(0);
    }
  });
});

describe('tails', () => {
  it.each([
    [-1.5, 0.9331927987311419],
    [0, 0.5],
    [0.3, 0.3820885778110474],
    [6, 9.865876450376946e-10],
  ])('of a normal distribution above %d', (z, p) => {
    expect(normalTail(z) / p).toBeCloseTo(1, 12);
  });

  it('of a chi-squared distribution with 2 degrees of freedom is exp(-x/2)', () => {
    for (const x of [0, 0.1, 1, 10, 100, 700]) expect(chiSquaredTail(x, 2)).toBeCloseTo(Math.exp(-x / 2), 13);
  });

  it('of a gamma distribution has its limits', () => {
    expect(upperRegularizedGamma(3, 0)).toBe(1);
    expect(upperRegularizedGamma(3, Infinity)).toBe(0);
    expect(() => upperRegularizedGamma(0, 1)).toThrow('above 0');
  });
});

it('Bessel K of order 1/2 is sqrt(pi / 2x) exp(-x)', () => {
  for (const x of [1e-4, 0.1, 1, 30, 300]) {
    const expected = Math.sqrt(Math.PI / (2 * x)) * Math.exp(-2 * x);
    expect(Math.abs(scaledBesselK(0.5, x) - expected)).toBeLessThanOrEqual(2e-13 * expected);
  }
});
