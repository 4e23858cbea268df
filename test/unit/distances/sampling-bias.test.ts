import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../../detectors/random.js';
import * as distances from '../../../src/distances/index.js';

const random = seededRandom(5);
const [n, m, bins, rounds] = [300, 500, 8, 400];

function rows(count: number): number[] {
  return Array.from({ length: count }, () => random() ** 2);
}

function binned(values: readonly number[]): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    const bin = Math.floor(Math.sqrt(value) * bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

const pairs = Array.from({ length: rounds }, () => ({ now: rows(n), reference: rows(m) }));
const shares = Array.from({ length: bins }, () => 1 / bins);

/** What chance alone gives on average over pairs of samples of one distribution, and what is said about it. */
describe.each<[string, (now: number[], reference: number[]) => number, number]>([
  [
    'Jensen-Shannon divergence',
    (a, b) => distances.jensenShannonDivergence(binned(a), binned(b)),
    distances.jensenShannonBias(n, m, bins),
  ],
  ['psi', (a, b) => distances.psi(binned(a), binned(b)), distances.psiBias(n, m, bins)],
  [
    'squared Hellinger',
    (a, b) => distances.hellinger(binned(a), binned(b)) ** 2,
    distances.hellingerBias(n, m, bins),
  ],
  [
    'total variation',
    (a, b) => distances.totalVariation(binned(a), binned(b)),
    distances.totalVariationBias(n, m, shares),
  ],
  ['chi-squared', (a, b) => distances.chiSquared(binned(a), binned(b)).statistic, bins - 1],
  [
    'Kolmogorov-Smirnov',
    (a, b) => distances.kolmogorovSmirnov(a, b, { method: 'asymptotic' }).statistic,
    distances.kolmogorovSmirnovBias(n, m),
  ],
  [
    'Cramer-von Mises',
    (a, b) => distances.cramerVonMises(a, b).statistic,
    distances.cramerVonMisesBias(n, m),
  ],
  ['Mann-Whitney', (a, b) => distances.mannWhitneyU(a, b).statistic, (n * m) / 2],
  [
    'wasserstein',
    distances.wasserstein,
    distances.wassersteinBias(pairs[0]?.now ?? [], pairs[0]?.reference ?? []),
  ],
  [
    'squared energy',
    (a, b) => distances.energy(a, b) ** 2,
    distances.energyBias(pairs[0]?.now ?? [], pairs[0]?.reference ?? []),
  ],
])('%s', (_, distance, stated) => {
  it('is its bias on average without any change', () => {
    const values = pairs.map(({ now, reference }) => distance(now, reference));
    const mean = values.reduce((sum, value) => sum + value, 0) / rounds;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rounds);
    // Four standard errors of the mean, and 5% for what the formulas leave out (higher orders of 1/n).
    expect(Math.abs(mean - stated)).toBeLessThan((4 * spread) / Math.sqrt(rounds) + 0.05 * stated);
  });
});

it('the corrected Hellinger distance is about 0 without any change, and keeps a real one', () => {
  const same = pairs.map(
    ({ now, reference }) => distances.hellingerCorrected(binned(now), binned(reference)) ** 2,
  );
  expect(same.reduce((sum, value) => sum + value, 0) / rounds).toBeLessThan(
    distances.hellingerBias(n, m, bins),
  );
  expect(distances.hellingerCorrected([100, 0], [0, 100])).toBeCloseTo(1, 2);
});
