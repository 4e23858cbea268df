import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import {
  binaryBins,
  binaryReference,
  classifierEstimator,
  estimateClassifier,
  type ClassifierEstimator,
  type EstimatedMetric,
} from '../../../src/estimates/index.js';
import { performanceValues } from '../../../src/metrics/pane-metrics.js';
import { judged, type Judged } from './judged.js';
import { daysOf, type BinaryWorld, type Day } from './streams.js';

const ROWS = 1_000;
/** Over-confident scores: what they say is not how often it happens. */
const ORDINARY: BinaryWorld = { mean: 0, deviation: 2, intercept: -0.5, slope: 0.6 };

function learned(world: BinaryWorld, seed: number): ClassifierEstimator {
  const days = daysOf(world, 12, ROWS, seededRandom(seed));
  return classifierEstimator(
    'binary',
    binaryReference(days.map(({ outcomes }) => outcomes)),
    seededRandom(seed),
  );
}

function paneOf({ predictions }: Day) {
  return new Map([['1', binaryBins(predictions) ?? []]]);
}

/** Several references, since the chunks that follow one reference share its errors. */
function tried(reference: BinaryWorld, live: BinaryWorld, metrics: readonly EstimatedMetric[]): Judged[] {
  const pairs = metrics.map(() => [] as Parameters<typeof judged>[0][number][]);
  for (const seed of [11, 12]) {
    const estimator = learned(reference, seed);
    const random = seededRandom(seed + 100);
    for (const day of daysOf(live, 12, ROWS, random)) {
      const estimates = estimateClassifier(estimator, paneOf(day), random).metrics;
      const known = performanceValues(day.outcomes, 'binary');
      metrics.forEach((metric, i) => {
        const [estimate, realised] = [estimates[metric], known[metric]];
        if (!estimate || realised === undefined) throw new Error(`${metric} is undefined on seed ${seed}`);
        pairs[i]?.push({ estimate, realised });
      });
    }
  }
  return pairs.map(judged);
}

describe('estimated performance of a binary classifier', () => {
  it.each([
    ['inputs stay', ORDINARY],
    ['inputs move', { ...ORDINARY, mean: 1, deviation: 1.5 }],
  ])('meets the realised one while %s', (_, live) => {
    const [accuracy, auc] = tried(ORDINARY, live, ['accuracy', 'auc']) as [Judged, Judged];
    // The peers' mean errors without concept drift, chunks of 1,000 rows; most of it is the outcomes' own chance.
    expect(accuracy.meanError).toBeLessThan(0.019);
    expect(auc.meanError).toBeLessThan(0.016);
    expect(Math.abs(accuracy.bias)).toBeLessThan(0.012);
    expect(Math.abs(auc.bias)).toBeLessThan(0.012);
    for (const { coverage, margin } of [accuracy, auc]) expect(coverage).toBeGreaterThan(0.95 - margin);
  });

  it('knows that days differ by more than their rows explain', () => {
    const restless = { ...ORDINARY, slope: 1.5, dayDeviation: 0.6 };
    const [accuracy, recall] = tried(restless, restless, ['accuracy', 'recall']) as [Judged, Judged];
    for (const { coverage, margin } of [accuracy, recall]) expect(coverage).toBeGreaterThan(0.95 - margin);
    expect(learned(restless, 11).extra.recall).toBeGreaterThan(2 * learned(ORDINARY, 11).extra.recall);
  });

  it('is blind to concept drift, as documented', () => {
    const [accuracy] = tried(ORDINARY, { ...ORDINARY, slope: 0.1 }, ['accuracy']) as [Judged];
    expect(accuracy.bias).toBeGreaterThan(0.1);
    expect(accuracy.coverage).toBe(0);
  });

  it('says what part of the scores the reference never had', () => {
    const narrow: BinaryWorld = { mean: 0, deviation: 0.3, intercept: 0, slope: 1 };
    const estimator = learned(narrow, 1);
    const random = seededRandom(5);
    const [same] = daysOf(narrow, 1, ROWS, random) as [Day];
    const [other] = daysOf({ ...narrow, mean: 4 }, 1, ROWS, random) as [Day];
    expect(estimateClassifier(estimator, paneOf(same), random).outside).toBeLessThan(0.01);
    expect(estimateClassifier(estimator, paneOf(other), random).outside).toBeGreaterThan(0.99);
  });

  it('gives the same figures for the same random numbers, from its JSON form too', () => {
    const estimator = learned(ORDINARY, 3);
    const [day] = daysOf(ORDINARY, 1, ROWS, seededRandom(8)) as [Day];
    const once = estimateClassifier(estimator, paneOf(day), seededRandom(9));
    const stored = JSON.parse(JSON.stringify(estimator)) as ClassifierEstimator;
    expect(estimateClassifier(stored, paneOf(day), seededRandom(9))).toEqual(once);
  });

  it('has nothing to say of a pane without scores', () => {
    const estimate = estimateClassifier(learned(ORDINARY, 3), new Map(), seededRandom(1));
    expect(estimate).toEqual({ metrics: {}, outside: 0 });
  });

  it('refuses a reference of too few panes', () => {
    const days = daysOf(ORDINARY, 9, 20, seededRandom(1)).map(({ outcomes }) => outcomes);
    expect(() => classifierEstimator('binary', binaryReference(days), seededRandom(1))).toThrow(
      'need 10 reference panes with scores and outcomes, but there are 9',
    );
  });
});
