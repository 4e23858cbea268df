import { describe, expect, it } from 'vitest';

import type { Random } from '../../../detectors/random.js';
import { kolmogorovTail } from '../../../src/distances/distributions/kolmogorov.js';
import { chiSquaredTail, normalTail } from '../../../src/distances/distributions/upper-tails.js';
import * as distances from '../../../src/distances/index.js';
import { pythonService, titled } from '../../services/index.js';
import { agreements, type Comparison } from './agreement.js';
import { betweenLogs, pick, randomStream, whole } from './random-streams.js';
import { randomOf } from './seed.js';

const python = pythonService();

function parts({ statistic, p }: distances.TestResult): number[] {
  return [statistic, p];
}

/** Two samples that are alike, shifted, of other shapes, or constants; `decimals` round them, which makes ties. */
function samples(random: Random, most: number, decimals: number): [number[], number[]] {
  const size = (): number => Math.round(betweenLogs(random, Math.min(5, most), most));
  const n = size();
  const m = random() < 0.3 ? n : size();
  const rounded = (value: number): number => Number(value.toFixed(decimals));
  if (random() < 0.1) {
    const constant = rounded(random());
    return [
      Array.from({ length: n }, () => constant),
      Array.from({ length: m }, () => pick(random, [constant, 0.5])),
    ];
  }
  const power = pick(random, [1, 1, 2]);
  const shift = pick(random, [0, 0.05 * random(), random()]);
  return [
    Array.from({ length: n }, () => rounded(random() + random())),
    Array.from({ length: m }, () => rounded((random() + random()) ** power + shift)),
  ];
}

function sampleComparisons(random: Random, most: number, decimals: number): Comparison[] {
  const [a, b] = samples(random, most, decimals);
  const hasTies = new Set([...a, ...b]).size < a.length + b.length;
  // SciPy's own exact Cramer-von Mises takes minutes beyond about 20 values, exact Mann-Whitney memory beyond 100.
  const exactUpTo = { ks: 5_000, cvm: 20, mwu: hasTies ? 0 : 100 };
  const tests = {
    ks: distances.kolmogorovSmirnov,
    cvm: distances.cramerVonMises,
    mwu: distances.mannWhitneyU,
  };
  return (['ks', 'cvm', 'mwu'] as const).flatMap((name) =>
    (['auto', 'asymptotic', 'exact'] as const)
      .filter((method) => method !== 'exact' || Math.max(a.length, b.length) <= exactUpTo[name])
      .map((method) => ({
        ask: `scipy.${name}`,
        of: [a, b, name === 'ks' && method === 'asymptotic' ? 'asymp' : method],
        ours: () => parts(tests[name](a, b, { method })),
      })),
  );
}

/** In units of any size, with tails. */
function lineComparisons(random: Random): Comparison[] {
  const a = randomStream(random, 'number', 5_000);
  const b = random() < 0.5 ? a.map((value) => value * random()) : randomStream(random, 'number', 500);
  return [
    { ask: 'scipy.wasserstein', of: [a, b], ours: () => [distances.wasserstein(a, b)] },
    { ask: 'scipy.energy', of: [a, b], ours: () => [distances.energy(a, b)] },
  ];
}

/** Two rows and more (SciPy's asymptotic test has none of two single rows), and bins that are empty, on both sides too. */
function counts(random: Random, bins: number): number[] {
  const most = Math.ceil(betweenLogs(random, 1, 5_000));
  const empty = pick(random, [0, 0.3]);
  const drawn = Array.from({ length: bins }, () => (random() < empty ? 0 : whole(random, 0, most)));
  return drawn.some((count) => count > 1) ? drawn : drawn.map(() => 2);
}

function histogramComparisons(random: Random): Comparison[] {
  const bins = whole(random, 1, 14);
  const a = counts(random, bins);
  const b = random() < 0.1 ? [...a] : counts(random, bins);
  const positions = a.map((_, bin) => bin + random() / 2);
  const chiSquared = (yates: boolean) => (): number[] => {
    const { statistic, p, degreesOfFreedom } = distances.chiSquared(a, b, { yates });
    return [statistic, p, degreesOfFreedom];
  };
  return [
    { ask: 'scipy.chi2', of: [a, b, true], ours: chiSquared(true) },
    { ask: 'scipy.chi2', of: [a, b, false], ours: chiSquared(false) },
    {
      ask: 'scipy.jensenshannon',
      of: [a, b],
      ours: () => [distances.jensenShannon(a, b), distances.jensenShannonDivergence(a, b)],
    },
    { ask: 'scipy.hellinger', of: [a, b], ours: () => [distances.hellinger(a, b)] },
    { ask: 'scipy.total_variation', of: [a, b], ours: () => [distances.totalVariation(a, b)] },
    { ask: 'scipy.psi', of: [a, b], ours: () => [distances.psi(a, b)] },
    { ask: 'scipy.ks_binned', of: [a, b], ours: () => parts(distances.kolmogorovSmirnovBinned(a, b)) },
    {
      ask: 'scipy.wasserstein',
      of: [positions, positions, a, b],
      ours: () => [distances.wassersteinBinned(a, b, positions)],
    },
    {
      ask: 'scipy.energy',
      of: [positions, positions, a, b],
      ours: () => [distances.energyBinned(a, b, positions)],
    },
  ];
}

/** Everywhere the Kolmogorov distribution changes its method: n to about 10^5, n d^2 to about 12. */
function tailComparisons(random: Random): Comparison[] {
  const n = Math.ceil(betweenLogs(random, 1, 1e5));
  const d = Math.min(1, Math.sqrt((12 * random() ** 3) / n) + 0.3 / n);
  const [z, df] = [8 * random() - 4, Math.ceil(betweenLogs(random, 1, 1e3))];
  const x = df * (0.5 + random());
  return [
    { ask: 'scipy.kstwo', of: [d, n], ours: () => [kolmogorovTail(d, n)] },
    { ask: 'scipy.norm', of: [z], ours: () => [normalTail(z)] },
    { ask: 'scipy.chi2sf', of: [x, df], ours: () => [chiSquaredTail(x, df)] },
  ];
}

describe.skipIf(python.missing !== undefined)(titled('distances beside SciPy', python), () => {
  const random = randomOf(1);
  const times = (rounds: number, draw: () => Comparison[]) => (): Comparison[] =>
    Array.from({ length: rounds }, draw).flat();
  const draws = {
    'tests of a few values': times(50, () => sampleComparisons(random, 20, 12)),
    'tests of a few values with ties': times(50, () => sampleComparisons(random, 20, 1)),
    'tests of up to 5,000 values': times(30, () => sampleComparisons(random, 5_000, 12)),
    'tests of up to 5,000 values with ties': times(30, () => sampleComparisons(random, 5_000, 1)),
    'tests of more values than an exact one takes': times(4, () => sampleComparisons(random, 12_000, 12)),
    'distances on a line': times(60, () => lineComparisons(random)),
    histograms: times(200, () => histogramComparisons(random)),
    'tails of distributions': times(150, () => tailComparisons(random)),
  };
  const agreement = agreements(python, draws);

  it.each(Object.keys(draws))('agree to 1e-9: %s', (title) => {
    expect(agreement(title)).toBe(1);
  });
});
