/**
 * Every detector whose documentation makes THE PROMISE keeps it: expected false alarms per budget, with the 99% upper
 * bound of the estimate, on streams of several laws at the baseline, references drawn anew for each run. One that
 * promises and has no experiment here fails.
 */
import { describe, expect, it } from 'vitest';
import { calibrate, createDetector, describeDetectors } from '../../../detectors/index.js';
import { type Random, seededRandom } from '../../../detectors/random.js';
import { alarmsOf, type Input } from '../../support/alarms.js';
import { betaBinomial } from '../../support/beta-binomial.js';
import { docstringOf } from '../../support/docstring.js';
import { DAY, MONDAY, moments, panesOf } from '../../support/synthetic-panes.js';

interface Experiment {
  readonly law: string;
  readonly runs: number;
  readonly budget: number;
  /** Inputs that count, or days. */
  readonly length: number;
  /** False alarms of one run. */
  readonly alarms: (random: Random, run: number) => number;
}

const series = <Value>(length: number, draw: () => Value): Value[] => Array.from({ length }, draw);

function onValues(
  name: 'e-sr-bernoulli' | 'e-sr-bounded',
  law: string,
  draw: (random: Random) => number,
  learns: boolean,
): Experiment {
  const [budget, length, reference] = [1_000, 10_000, 2_000];
  const options = learns ? { reference, budget } : { baseline: 0.2, budget };
  return {
    law: `${law}, baseline ${learns ? 'learned' : 'known'}`,
    runs: 200,
    budget,
    length,
    alarms: (random) => {
      const stream = series(length + (learns ? reference : 0), () => draw(random));
      // one that learns its baseline learns it anew after every drift
      return alarmsOf(createDetector(name, options), stream).length;
    },
  };
}

function onCounts(rows: number, rate: number, precision: number): Experiment {
  const [budget, length] = [100, 1_000];
  return {
    law: `rate ${rate}, ${rows} rows, precision ${precision}`,
    runs: 150,
    budget,
    length,
    alarms: (random) => {
      const panes: Input[] = series(42 + length, () => betaBinomial(random, rows, rate, precision));
      return alarmsOf(createDetector('e-pane', { budget }), panes).length;
    },
  };
}

const onDays: Experiment = {
  law: 'days that move together, three streams at two scales',
  runs: 40,
  budget: 50,
  length: 120,
  alarms: (_, run) => {
    const panes = panesOf({ seed: 1_000 + run, days: 42 + 120 });
    const begin = MONDAY + 42 * DAY;
    const reference = calibrate(
      panes.filter(({ start }) => start < begin),
      { budget: 50 },
    );
    const live = moments(panes.filter(({ start }) => start >= begin));
    return alarmsOf(createDetector('conformal-e', { reference }), live).length;
  },
};

const bit = (random: Random): number => (random() < 0.2 ? 1 : 0);
const experiments: Readonly<Record<string, readonly Experiment[]>> = {
  'e-sr-bernoulli': [
    onValues('e-sr-bernoulli', 'errors', bit, false),
    onValues('e-sr-bernoulli', 'errors', bit, true),
  ],
  'e-sr-bounded': [
    onValues('e-sr-bounded', 'errors', bit, false),
    onValues('e-sr-bounded', 'uniform losses', (random) => 0.4 * random(), false),
    onValues('e-sr-bounded', 'skewed losses', (random) => random() ** 4, false),
    onValues('e-sr-bounded', 'skewed losses', (random) => random() ** 4, true),
  ],
  'e-pane': [onCounts(1_000, 0.2, 32), onCounts(1_000, 0.2, Infinity), onCounts(200, 0.05, 100)],
  'conformal-e': [onDays],
};

const promising = describeDetectors().filter((description) =>
  docstringOf(description).includes('THE PROMISE'),
);

describe.each(promising)('$name', ({ name }) => {
  const own = experiments[name] ?? [];

  it('has an experiment', () => {
    expect(own.length).toBeGreaterThan(0);
  });

  it.each(own)('expects at most one false alarm per budget: $law', ({ runs, budget, length, alarms }) => {
    const random = seededRandom(2026);
    const perBudget = Array.from({ length: runs }, (_, run) => (alarms(random, run) / length) * budget);
    const mean = perBudget.reduce((sum, count) => sum + count, 0) / runs;
    const variance = perBudget.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (runs - 1);
    const bound = mean + 2.326 * Math.sqrt(variance / runs);
    expect(bound, `${mean.toFixed(3)} per budget`).toBeLessThanOrEqual(1);
  });
});

describe('the experiments', () => {
  it('are of detectors that promise', () => {
    expect(Object.keys(experiments).sort()).toEqual(promising.map(({ name }) => name).sort());
  });
});
