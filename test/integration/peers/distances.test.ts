import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../../detectors/random.js';
import { kolmogorovTail } from '../../../src/distances/distributions/kolmogorov.js';
import { chiSquaredTail, normalTail } from '../../../src/distances/distributions/upper-tails.js';
import * as distances from '../../../src/distances/index.js';
import { titled } from '../../services/index.js';
import { answersOf, pythonWith, type Question } from './python.js';

const python = pythonWith('scipy', 'sklearn');
const random = seededRandom(20_26);

interface Case extends Question {
  readonly ours: () => readonly number[];
}

/** Of `n` values; rounded ones have ties. */
function sample(n: number, shift: number, decimals: number): number[] {
  const scale = 10 ** decimals;
  return Array.from({ length: n }, () => Math.round((random() + random() + shift) * scale) / scale);
}

function counts(bins: number, most: number): number[] {
  return Array.from({ length: bins }, () => 1 + Math.floor(random() * most));
}

function upTo(most: number): number {
  return 2 + Math.floor(random() * (most - 1));
}

function parts({ statistic, p }: distances.TestResult): number[] {
  return [statistic, p];
}

function twoSampleCases(most: number, decimals: number): Case[] {
  const a = sample(upTo(most), 0, decimals);
  const b = sample(random() < 0.3 ? a.length : upTo(most), random() * 0.4, decimals);
  const [x, y] = [a.map(() => random()), b.map(() => random())];
  const cases: Case[] = [
    { ask: 'wasserstein', of: [a, b], ours: () => [distances.wasserstein(a, b)] },
    { ask: 'energy', of: [a, b], ours: () => [distances.energy(a, b)] },
    {
      ask: 'ks',
      of: [x, y, 'asymp'],
      ours: () => parts(distances.kolmogorovSmirnov(x, y, { method: 'asymptotic' })),
    },
  ];
  const tests = {
    ks: distances.kolmogorovSmirnov,
    cvm: distances.cramerVonMises,
    mwu: distances.mannWhitneyU,
  };
  for (const [ask, compare] of Object.entries(tests)) {
    cases.push({ ask, of: [a, b, 'auto'], ours: () => parts(compare(a, b)) });
  }
  return cases;
}

function binnedCases(): Case[] {
  const bins = 2 + Math.floor(random() * 11);
  const [a, b] = [counts(bins, 400), counts(bins, 400)];
  const positions = Array.from({ length: bins }, (_, bin) => bin + random() / 2);
  const { statistic, p, degreesOfFreedom } = distances.chiSquared(a, b, { yates: true });
  return [
    { ask: 'chi2', of: [a, b, true], ours: () => [statistic, p, degreesOfFreedom] },
    { ask: 'chi2', of: [a, b, false], ours: () => parts(distances.chiSquared(a, b)).concat(bins - 1) },
    { ask: 'jensenshannon', of: [a, b], ours: () => [distances.jensenShannon(a, b)] },
    {
      ask: 'wasserstein',
      of: [positions, positions, a, b],
      ours: () => [distances.wassersteinBinned(a, b, positions)],
    },
    {
      ask: 'energy',
      of: [positions, positions, a, b],
      ours: () => [distances.energyBinned(a, b, positions)],
    },
  ];
}

/** Everywhere the Kolmogorov distribution changes its method: n to about 10^5, n d^2 to about 12. */
function tailCases(): Case[] {
  const n = Math.ceil(10 ** (5 * random()));
  const d = Math.min(1, Math.sqrt((12 * random() ** 3) / n) + 0.3 / n);
  const [z, df] = [8 * random() - 4, Math.ceil(10 ** (3 * random()))];
  const x = df * (0.5 + random());
  return [
    { ask: 'kstwo', of: [d, n], ours: () => [kolmogorovTail(d, n)] },
    { ask: 'norm', of: [z], ours: () => [normalTail(z)] },
    { ask: 'chi2sf', of: [x, df], ours: () => [chiSquaredTail(x, df)] },
  ];
}

describe.skipIf(python.missing !== undefined)(titled('distances beside SciPy', python), () => {
  it.each([
    ['a few values', 20, 12, 120],
    ['a few values with ties', 20, 1, 120],
    ['many values', 600, 12, 40],
    ['many values with ties', 600, 1, 40],
    ['more values than a side of an exact test has', 12_000, 12, 4],
  ])('agree to 1e-9: %s', (_, most, decimals, rounds) => {
    compare(Array.from({ length: rounds }, () => twoSampleCases(most, decimals)).flat());
  });

  it('agree to 1e-9: tails of distributions', () => {
    compare(Array.from({ length: 150 }, tailCases).flat());
  });

  it('agree to 1e-9: histograms', () => {
    compare(Array.from({ length: 200 }, binnedCases).flat());
  });
});

function compare(cases: readonly Case[]): void {
  const theirs = answersOf(
    python,
    cases.map(({ ask, of }) => ({ ask, of })),
  );
  for (const [index, { ask, of, ours }] of cases.entries()) {
    const mine = ours();
    const shown = `${ask} of ${JSON.stringify(of).slice(0, 400)}`;
    expect(mine, shown).toHaveLength(theirs[index]?.length ?? -1);
    for (const [place, value] of mine.entries()) {
      const expected = theirs[index]?.[place] as number;
      const error = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
      expect(error, `${shown}: ${value}, SciPy has ${expected}`).toBeLessThan(1e-9);
    }
  }
}
