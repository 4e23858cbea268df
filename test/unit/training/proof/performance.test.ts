import { describe, expect, it } from 'vitest';
import { rowLosses } from '../../../../src/training/proof/answered-rows.js';
import { performanceOf } from '../../../../src/training/proof/performance.js';

const numbers = (...values: number[]): Float64Array => Float64Array.from(values);

describe('rowLosses', () => {
  it('is minus the log of the probability of what happened', () => {
    const losses = rowLosses({
      task: 'binary',
      outcomes: numbers(1, 0),
      width: 1,
      answers: numbers(0.8, 0.8),
    });
    expect(losses[0]).toBeCloseTo(-Math.log(0.8), 12);
    expect(losses[1]).toBeCloseTo(-Math.log(0.2), 12);
  });

  it('bounds the loss of a sure and wrong answer', () => {
    const [sure] = rowLosses({ task: 'binary', outcomes: numbers(1), width: 1, answers: numbers(0) });
    expect(sure).toBeCloseTo(-Math.log(1e-6), 12);
  });

  it('keeps an unknown answer unknown', () => {
    const [unknown] = rowLosses({
      task: 'binary',
      outcomes: numbers(0),
      width: 1,
      answers: numbers(Number.NaN),
    });
    expect(unknown).toBeNaN();
  });

  it('takes the class that happened, and squares errors', () => {
    const classes = rowLosses({
      task: 'multiclass',
      outcomes: numbers(2, 0),
      width: 3,
      answers: numbers(0.2, 0.3, 0.5, 0.1, 0.2, 0.7),
    });
    expect([...classes]).toEqual([-Math.log(0.5), -Math.log(0.1)]);
    expect([
      ...rowLosses({ task: 'regression', outcomes: numbers(3, 5), width: 1, answers: numbers(1, 5) }),
    ]).toEqual([4, 0]);
  });
});

describe('performanceOf', () => {
  it('reports accuracy and AUC of a binary model', () => {
    const found = performanceOf({
      task: 'binary',
      outcomes: numbers(0, 0, 1, 1),
      width: 1,
      answers: numbers(0.1, 0.6, 0.5, 0.9),
    });
    expect(found.accuracy).toBe(0.75);
    expect(found.auc).toBe(0.75);
    expect(found.mae).toBeUndefined();
  });

  it('names the likeliest class, and has no AUC for several', () => {
    const found = performanceOf({
      task: 'multiclass',
      outcomes: numbers(1, 0),
      width: 2,
      answers: numbers(0.3, 0.7, 0.4, 0.6),
    });
    expect(found.accuracy).toBe(0.5);
    expect(found).not.toHaveProperty('auc');
  });

  it('reports the mean absolute error of a regression', () => {
    expect(
      performanceOf({ task: 'regression', outcomes: numbers(1, 5), width: 1, answers: numbers(2, 2) }),
    ).toEqual({ loss: 5, mae: 2 });
  });
});
