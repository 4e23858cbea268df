/** Budgets on streams whose law is known: independent values, and panes that move more than their rows explain. */
import { calibrate, type EvidencePane } from '../../detectors/evidence.js';
import { createDetector } from '../../detectors/index.js';
import { type Random, seededRandom } from '../../detectors/random.js';
import { bernoulli } from '../../src/generators/index.js';
import { DAY } from '../flights/panes.js';
import { alarmsOfWeeks, eValuesOf } from './budget-of-evidence.js';
import type { Progress } from './progress.js';
import type { SingleDetector } from './subjects.js';

/** A promise that is put to the test: alarms per budget period, one figure a split. */
export interface Trial {
  readonly name: string;
  readonly splits: number;
  /** @returns false alarms per budget period of one split; a fresh detector and a fresh reference each */
  readonly run: (random: Random) => number;
}

export interface SimulatedSize {
  readonly splits: number;
  /** Budget periods in each split. */
  readonly periods: number;
}

export function simulatedTrials({ splits, periods }: SimulatedSize): Trial[] {
  const [rate, low] = [0.2, 0.05];
  const single = (
    name: string,
    budget: number,
    create: () => SingleDetector,
    draw: (random: Random) => number,
  ): Trial => ({
    name: `${name}, budget ${budget.toLocaleString('en-US')}`,
    splits,
    run: (random) => alarmsOfValues(create(), () => draw(random), budget, periods) / periods,
  });
  return [
    ...[low, rate].flatMap((p) => [
      single(
        `e-sr-bernoulli told ${p}`,
        1_000,
        () => createDetector('e-sr-bernoulli', { baseline: p, budget: 1_000 }),
        bernoulli(p),
      ),
      single(
        `e-sr-bernoulli, rate ${p} learned`,
        10_000,
        () => createDetector('e-sr-bernoulli', { budget: 10_000 }),
        bernoulli(p),
      ),
    ]),
    single(
      'e-sr-bounded told .2',
      1_000,
      () => createDetector('e-sr-bounded', { baseline: rate, budget: 1_000 }),
      skewed,
    ),
    single(
      'e-sr-bounded, mean .2 learned',
      10_000,
      () => createDetector('e-sr-bounded', { budget: 10_000 }),
      skewed,
    ),
    paneTrial('e-pane, binomial panes, budget 100', { splits, periods }, () => rate),
    paneTrial('e-pane, panes of precision 32, budget 100', { splits, periods }, (random) =>
      beta(random, 6, 26),
    ),
    {
      name: 'conformal-e, 3 distributions, budget 200 days',
      splits: Math.ceil(splits / 4),
      run: (random) => alarmsOfDays(random, periods) / periods,
    },
  ];
}

export function runTrial({ name, splits, run }: Trial, seed: number, progress: Progress): number[] {
  return Array.from({ length: splits }, (_, split) => {
    progress(`budget: ${name}`, split / splits);
    return run(seededRandom(seed * 10_000 + split));
  });
}

/** Alarms after the reference in so many budget periods. */
function alarmsOfValues(
  detector: SingleDetector,
  draw: () => number,
  budget: number,
  periods: number,
): number {
  const learned = 5_000;
  for (let value = 0; value < learned; value++) detector.update(draw());
  let alarms = 0;
  for (let value = 0; value < budget * periods; value++) if (detector.update(draw()).drift) alarms++;
  return alarms;
}

/** In [0, 1] with mean .2, most of it near 0. */
function skewed(random: Random): number {
  return random() ** 4;
}

function paneTrial(
  name: string,
  { splits, periods }: SimulatedSize,
  rateOf: (random: Random) => number,
): Trial {
  const [rows, reference, budget] = [1_000, 42, 100];
  return {
    name,
    splits,
    run: (random) => {
      const detector = createDetector('e-pane', { reference, budget });
      let alarms = 0;
      for (let pane = 0; pane < reference + budget * periods; pane++) {
        const drawn = detector.updatePane({ n: rows, errors: binomial(random, rows, rateOf(random)) });
        if (drawn.drift) alarms++;
      }
      return alarms / periods;
    },
  };
}

const BINS = 10;
const ROWS = 200;

/** Days of four panes whose shares move together from day to day; after a reference of 42 of them. */
function alarmsOfDays(random: Random, periods: number): number {
  const week = (first: number): EvidencePane[] =>
    Array.from({ length: 7 }, (_, day) => dayOf(random, first + day)).flat();
  const reference = Array.from({ length: 6 }, (_, index) => week(7 * index)).flat();
  const calibration = calibrate(reference);
  if (!calibration.ready) return 0;
  let next = 42;
  return alarmsOfWeeks(calibration, periods * calibration.options.budget, () => {
    next += 7;
    return eValuesOf(calibration, week(next - 7));
  });
}

function dayOf(random: Random, day: number): EvidencePane[] {
  return ['a', 'b', 'c'].flatMap((stream) => {
    const shares = dirichlet(random, 40);
    const parts = Array.from({ length: 4 }, (_, quarter): EvidencePane => {
      const start = day * DAY + (quarter * DAY) / 4;
      return {
        kind: 'distribution',
        stream,
        scale: DAY / 4,
        start,
        n: ROWS,
        counts: multinomial(random, ROWS, shares),
      };
    });
    const whole = Array.from({ length: BINS }, (_, bin) =>
      parts.reduce((sum, pane) => sum + (pane.kind === 'distribution' ? (pane.counts[bin] ?? 0) : 0), 0),
    );
    return [
      ...parts,
      { kind: 'distribution', stream, scale: DAY, start: day * DAY, n: 4 * ROWS, counts: whole },
    ];
  });
}

function binomial(random: Random, n: number, p: number): number {
  let hits = 0;
  for (let row = 0; row < n; row++) if (random() < p) hits++;
  return hits;
}

function multinomial(random: Random, n: number, shares: readonly number[]): number[] {
  const counts = shares.map(() => 0);
  for (let row = 0; row < n; row++) {
    let left = random();
    let bin = 0;
    while (bin < BINS - 1 && (left -= shares[bin] ?? 0) >= 0) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Equal shares that move as if each bin had so many rows. */
function dirichlet(random: Random, each: number): number[] {
  const weights = Array.from({ length: BINS }, () => gamma(random, each));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function beta(random: Random, a: number, b: number): number {
  const first = gamma(random, a);
  return first / (first + gamma(random, b));
}

/** Of a whole shape: a sum of exponential values. */
function gamma(random: Random, shape: number): number {
  let sum = 0;
  for (let k = 0; k < shape; k++) sum -= Math.log(1 - random());
  return sum;
}
