import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../detectors/random.js';
import { addPair, emptyOutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { addPrediction, emptyPredictionPane } from '../../../src/aggregates/prediction-pane.js';
import type { Answer, Task } from '../../../src/events/event.js';
import { drawNormal } from '../../../src/estimates/draw.js';
import {
  estimatedOf,
  estimatedValues,
  estimateReference,
  type EstimateReference,
} from '../../../src/estimates/index.js';
import { performanceValues } from '../../../src/metrics/pane-metrics.js';
import { judged } from './judged.js';
import { daysOf, type Day } from './streams.js';

/** A day of any task, as the stream's panes have it. */
function day(rows: number, rowOf: () => { readonly answer: Answer; readonly outcome: number | string }): Day {
  const panes = { predictions: emptyPredictionPane(), outcomes: emptyOutcomePane() };
  const event = { kind: 'prediction', id: '', model: 'm', version: '1', time: 0, features: {} } as const;
  for (let i = 0; i < rows; i++) {
    const { answer, outcome } = rowOf();
    addPair(panes.outcomes, answer, outcome);
    addPrediction(panes.predictions, { ...event, answer }, true);
  }
  return panes;
}

/** Answers from 10 to 20 whose errors grow with them; `skew` moves answers up. */
const regression = (random: Random, skew: number) => () => {
  const answer = 10 + 10 * random() ** (1 / skew);
  return { answer: { task: 'regression', value: answer }, outcome: answer + (answer - 9) * drawNormal(random) } as const; // prettier-ignore
};

/** Three classes; confidences are too high by a third of what they lack. `easy` raises them. */
const multiclass = (random: Random, easy: number) => () => {
  const confidence = 0.4 + 0.6 * random() ** (1 / easy);
  const rest = (1 - confidence) / 2;
  const right = random() < 0.9 * confidence;
  return { answer: { task: 'multiclass', label: 'a', probabilities: { a: confidence, b: rest, c: rest } }, outcome: right ? 'a' : 'b' } as const; // prettier-ignore
};

const binary = { mean: 0, deviation: 2, intercept: -0.5, slope: 0.6 };

function daysOfTask(task: Task, moved: boolean, days: number, seed: number): Day[] {
  const random = seededRandom(seed);
  if (task === 'binary') return daysOf({ ...binary, ...(moved && { mean: 1 }) }, days, 500, random);
  const rowOf = task === 'regression' ? regression : multiclass;
  return Array.from({ length: days }, () => day(500, rowOf(random, moved ? 2 : 1)));
}

const known = new Map<Task, EstimateReference>();

function learned(task: Task): EstimateReference {
  const before = known.get(task);
  if (before) return before;
  const panes = daysOfTask(task, false, 28, 1).map(({ outcomes }) => outcomes);
  const reference = estimateReference(panes, task);
  if ('reason' in reference) throw new Error(reference.reason);
  known.set(task, reference);
  return reference;
}

const METRICS = { binary: ['accuracy', 'f1', 'auc', 'logLoss', 'brier'], multiclass: ['accuracy'], regression: ['mae'] } as const; // prettier-ignore

describe('performance that is estimated from a pane of predictions', () => {
  it.each(['binary', 'multiclass', 'regression'] as const)(
    'of a %s model meets what is realised while inputs move, from its JSON form too',
    (task) => {
      const reference = JSON.parse(JSON.stringify(learned(task))) as EstimateReference;
      const days = daysOfTask(task, true, 40, 2);
      for (const metric of METRICS[task]) {
        const pairs = days.map(({ predictions, outcomes }) => {
          const estimate = estimatedOf(predictions, reference)?.metrics[metric];
          const realised = performanceValues(outcomes, task)[metric];
          if (!estimate || realised === undefined) throw new Error(`${metric} is undefined`);
          return { estimate, realised };
        });
        const { bias, meanError, coverage, margin } = judged(pairs);
        // Most of the error is the outcomes' own chance; a bias would be the estimate's.
        expect(Math.abs(bias)).toBeLessThan(meanError);
        expect(coverage).toBeGreaterThan(0.95 - margin);
      }
    },
  );

  it('rides in the record of a reference: tens of kilobytes', () => {
    for (const task of ['binary', 'multiclass', 'regression'] as const) {
      expect(JSON.stringify(learned(task)).length).toBeLessThan(64 * 1024);
    }
  });

  it('is written as metrics, each with its range', () => {
    const [{ predictions }] = daysOfTask('binary', false, 1, 3) as [Day];
    const values = estimatedValues(predictions, learned('binary'));
    const { metrics, outside } = estimatedOf(predictions, learned('binary')) ?? { metrics: {}, outside: NaN };
    expect(values['estimated:outside']).toBe(outside);
    expect(values['estimated:accuracy']).toBe(metrics['accuracy']?.value);
    expect(values['estimated:accuracy:low']).toBeLessThan(values['estimated:accuracy'] as number);
    expect(values['estimated:accuracy:high']).toBeGreaterThan(values['estimated:accuracy'] as number);
  });

  it('says what part of the answers the reference never had', () => {
    const random = seededRandom(4);
    const far = day(100, () => ({ answer: { task: 'regression', value: 1e6 * random() + 1e6 }, outcome: 0 }));
    expect(estimatedOf(far.predictions, learned('regression'))?.outside).toBe(1);
    const [near] = daysOfTask('regression', false, 1, 5) as [Day];
    expect(estimatedOf(near.predictions, learned('regression'))?.outside).toBe(0);
  });

  it.each(['binary', 'multiclass', 'regression'] as const)(
    'is nothing of a %s pane without answers',
    (task) => {
      expect(estimatedOf(emptyPredictionPane(), learned(task))).toBeNull();
      expect(estimatedValues(emptyPredictionPane(), learned(task))).toEqual({});
    },
  );

  it('says why a reference teaches nothing', () => {
    const few = daysOfTask('binary', false, 3, 6).map(({ outcomes }) => outcomes);
    expect(estimateReference(few, 'binary')).toEqual({ reason: expect.stringContaining('need 10 reference panes') as string }); // prettier-ignore
    expect(estimateReference([], 'regression')).toEqual({ reason: expect.stringContaining('needs 10 reference panes') as string }); // prettier-ignore
    const unscored = Array.from({ length: 20 }, () => {
      const pane = emptyOutcomePane();
      addPair(pane, { task: 'multiclass', label: 'a' }, 'a');
      return pane;
    });
    expect(estimateReference(unscored, 'multiclass')).toHaveProperty('reason');
  });
});
