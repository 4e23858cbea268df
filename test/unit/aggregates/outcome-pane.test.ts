import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySum, sumValue } from '../../../src/aggregates/exact-sum.js';
import {
  addPair,
  emptyOutcomePane,
  mergeOutcomePane,
  outcomePaneFromJson,
  outcomePaneToJson,
  PROBABILITY_FLOOR,
  probabilityOf,
} from '../../../src/aggregates/outcome-pane.js';
import { pairOf } from '../../../src/aggregates/pair-of.js';
import type { Answer } from '../../../src/events/event.js';
import { anyOutcome, anyPrediction } from '../events/arbitrary.js';
import { obeysTheLaws } from './monoid.js';

const pair = fc.record({ prediction: anyPrediction, outcome: anyOutcome });

obeysTheLaws(
  'OutcomePane',
  {
    empty: emptyOutcomePane,
    add: (pane, { prediction, outcome }) =>
      addPair(pane, prediction.answer, outcome.outcome, outcome.values, prediction.features),
    merge: mergeOutcomePane,
    toJson: outcomePaneToJson,
    fromJson: outcomePaneFromJson,
  },
  pair,
  15,
);

describe('OutcomePane', () => {
  it('adds up: every pair is answered, failed or mismatched, and every sum is a number', () => {
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const pane = emptyOutcomePane();
        for (const { prediction, outcome } of pairs)
          addPair(pane, prediction.answer, outcome.outcome, outcome.values);
        expect(pane.n + pane.failed + pane.mismatched).toBe(pairs.length);
        for (const sum of [pane.logLoss, pane.logLossSquares, pane.brier, pane.squaredError]) {
          expect(sumValue(sum)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('knows an outcome that does not fit the task', () => {
    const pane = emptyOutcomePane();
    addPair(pane, { task: 'binary', label: 1 }, 7, undefined);
    addPair(pane, { task: 'regression', value: 1 }, 'late', undefined);
    addPair(pane, { task: 'failed' }, 1, undefined);
    expect(pane).toMatchObject({ n: 0, mismatched: 2, failed: 1 });
  });

  it('keeps business values whatever became of the answer', () => {
    const pane = emptyOutcomePane();
    addPair(pane, { task: 'failed' }, 1, { revenue: 2.5 });
    addPair(pane, { task: 'binary', label: 1 }, 1, { revenue: 4 });
    expect(sumValue(pane.values.get('revenue')?.sum ?? emptySum())).toBe(6.5);
  });

  it('survives errors beyond a float64', () => {
    const pane = emptyOutcomePane();
    addPair(pane, { task: 'regression', value: 1.7e308 }, -1.7e308, undefined);
    expect([pane.error.plusInfinity, pane.absoluteError.plusInfinity]).toEqual([1, 1]);
    expect(sumValue(pane.squaredError)).toBe(Number.MAX_VALUE);
  });
});

describe('probabilityOf', () => {
  it('is what the model gave to what happened, never quite 0 or 1', () => {
    const of = (answer: Answer, actual: string) => probabilityOf(pairOf(answer, actual), actual);
    expect(of({ task: 'binary', label: 1, score: 0.75 }, '1')).toBe(0.75);
    expect(of({ task: 'binary', label: 1, score: 0.75 }, '0')).toBe(0.25);
    expect(of({ task: 'binary', label: 1, score: 0 }, '1')).toBe(PROBABILITY_FLOOR);
    expect(of({ task: 'binary', label: 1 }, '1')).toBeNaN();
    expect(of({ task: 'multiclass', label: 'a', probabilities: { a: 0.6 } }, 'b')).toBe(PROBABILITY_FLOOR);
    expect(of({ task: 'multiclass', label: 'a' }, 'a')).toBeNaN();
    expect(of({ task: 'regression', value: 1 }, '1')).toBeNaN();
  });

  it('takes a class named like a method of every object as any other class', () => {
    const answer = { task: 'multiclass' as const, label: 'a', probabilities: { a: 1 } };
    expect(probabilityOf(pairOf(answer, 'toString'), 'toString')).toBe(PROBABILITY_FLOOR);
    const pane = emptyOutcomePane();
    addPair(pane, answer, 'constructor', undefined);
    expect(sumValue(pane.brier)).toBe(2);
  });
});
