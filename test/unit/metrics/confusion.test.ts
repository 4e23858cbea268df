import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confusionMetrics } from '../../../src/metrics/confusion.js';

function confusionOf(pairs: readonly (readonly [predicted: string | number, actual: string | number])[]) {
  const counts = new Map<string, number>();
  for (const [p, a] of pairs) counts.set(`${p}\t${a}`, (counts.get(`${p}\t${a}`) ?? 0) + 1);
  return counts;
}

describe('binary', () => {
  it('has the metrics of class 1', () => {
    // tp 3, fp 1, fn 2, tn 4
    const counts = new Map([['1\t1', 3], ['1\t0', 1], ['0\t1', 2], ['0\t0', 4]]); // prettier-ignore
    expect(confusionMetrics(counts, 'binary')).toEqual({
      n: 10,
      errors: 3,
      accuracy: 0.7,
      precision: 0.75,
      recall: 0.6,
      f1: 6 / 9,
    });
  });

  it('leaves undefined what has no denominator', () => {
    expect(confusionMetrics(new Map(), 'binary')).toEqual({
      n: 0,
      errors: 0,
      accuracy: null,
      precision: null,
      recall: null,
      f1: null,
    });
    expect(confusionMetrics(confusionOf([[0, 0]]), 'binary')).toMatchObject({
      accuracy: 1,
      precision: null,
      recall: null,
      f1: null,
    });
    expect(confusionMetrics(confusionOf([[0, 1]]), 'binary')).toMatchObject({
      accuracy: 0,
      precision: null,
      recall: 0,
      f1: 0,
    });
    expect(confusionMetrics(confusionOf([[1, 0]]), 'binary')).toMatchObject({
      precision: 0,
      recall: null,
      f1: 0,
    });
  });
});

describe('multiclass', () => {
  it('has the macro averages of the example in the documentation of scikit-learn', () => {
    const [actual, predicted] = [
      [0, 1, 2, 0, 1, 2],
      [0, 2, 1, 0, 0, 1],
    ];
    const metrics = confusionMetrics(
      confusionOf(actual.map((a, i) => [predicted[i] as number, a])),
      'multiclass',
    );
    // class 0: 2 of 3 predicted, 2 of 2 actual; classes 1 and 2: none right
    expect(metrics.accuracy).toBeCloseTo(2 / 6, 12);
    expect(metrics.precision).toBeCloseTo(2 / 9, 12);
    expect(metrics.recall).toBeCloseTo(1 / 3, 12);
    expect(metrics.f1).toBeCloseTo(0.8 / 3, 12);
  });

  it('does not depend on the order in which the labels were met', () => {
    const label = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { minLength: 1 }), (pairs) => {
        const metrics = confusionMetrics(confusionOf(pairs), 'multiclass');
        expect(confusionMetrics(confusionOf(pairs.toReversed()), 'multiclass')).toEqual(metrics);
        expect(metrics.n).toBe(pairs.length);
        expect(metrics.errors).toBe(pairs.filter(([p, a]) => p !== a).length);
      }),
    );
  });
});
