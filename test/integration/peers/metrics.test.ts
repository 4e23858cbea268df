import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../../detectors/random.js';
import * as metrics from '../../../src/metrics/index.js';
import { titled } from '../../services/index.js';
import { answersOf, pythonWith } from './python.js';

const python = pythonWith('scipy', 'sklearn');
const random = seededRandom(417);

/** Our metrics by the name of the question that asks for the same of scikit-learn, in the same order. */
const ours = {
  classification(actual: string[], predicted: string[]) {
    const confusion = metrics.confusionOf(predicted, actual);
    const averages = (['macro', 'micro', 'weighted'] as const).flatMap((average) => [
      metrics.precision(confusion, { average }),
      metrics.recall(confusion, { average }),
      metrics.f1(confusion, { average }),
    ]);
    return [
      metrics.accuracy(confusion),
      metrics.balancedAccuracy(confusion),
      metrics.matthewsCorrelation(confusion),
      metrics.cohensKappa(confusion),
      ...averages,
    ];
  },
  probabilities: (outcomes: (0 | 1)[], scores: number[]) => [
    metrics.logLoss(scores, outcomes),
    metrics.brier(scores, outcomes),
    metrics.rocAuc(scores, outcomes),
    metrics.averagePrecision(scores, outcomes),
  ],
  regression(actual: number[], predicted: number[]) {
    const errors = metrics.emptyRegressionErrors();
    for (const [row, value] of predicted.entries())
      metrics.addRegressionError(errors, value, actual[row] ?? NaN);
    return [
      metrics.meanAbsoluteError(errors),
      metrics.rootMeanSquaredError(errors),
      metrics.meanAbsolutePercentageError(errors),
      metrics.rSquared(errors),
      metrics.medianAbsoluteError(predicted, actual),
    ];
  },
  binary(actual: number[], predicted: number[]) {
    const confusion = metrics.confusionOf(predicted.map(String), actual.map(String));
    return [metrics.precision(confusion), metrics.recall(confusion), metrics.f1(confusion)];
  },
};

function labels(n: number, classes: number): string[] {
  return Array.from({ length: n }, () => `c${Math.floor(random() * random() * classes)}`);
}

function numbers(n: number, next: () => number): number[] {
  return Array.from({ length: n }, next);
}

describe.skipIf(python.missing !== undefined)(titled('metrics beside scikit-learn', python), () => {
  it('agree to 1e-9: labels of up to 12 classes', () => {
    compare('classification', () => {
      const [n, classes] = [20 + Math.floor(random() * 500), 2 + Math.floor(random() * 11)];
      // Two rows each of the first classes: with one class only there is no correlation.
      return [
        ['c0', 'c1', ...labels(n, classes)],
        ['c0', 'c1', ...labels(n, classes)],
      ];
    });
  });

  it('agree to 1e-9: binary labels, and on what is undefined', () => {
    const rare = random() * 0.4;
    compare('binary', () => {
      const n = 5 + Math.floor(random() * 20);
      return [numbers(n, () => Number(random() < rare)), numbers(n, () => Number(random() < rare / 2))];
    });
  });

  it.each([
    ['distinct scores', 12],
    ['ties, and certain mistakes', 1],
  ])('agree to 1e-9: probabilities, %s', (_, decimals) => {
    compare('probabilities', () => {
      const n = 10 + Math.floor(random() * 500);
      const scores = numbers(n, () => Number(random().toFixed(decimals)));
      const outcomes = scores.map((score) => Number(random() < score));
      return [
        [0, 1, ...outcomes],
        [0.5, 0.5, ...scores],
      ];
    });
  });

  it.each([
    ['around 0', 0],
    ['at 10^4', 10_000],
  ])('agree to 1e-9: regression %s', (_, offset) => {
    compare('regression', () => {
      const actual = numbers(5 + Math.floor(random() * 500), () => offset + random() - 0.5);
      return [actual, actual.map((value) => value + random() - 0.4)];
    });
  });
});

function compare(ask: keyof typeof ours, draw: () => [unknown[], unknown[]]): void {
  const questions = Array.from({ length: 100 }, () => ({ ask, of: draw() }));
  const theirs = answersOf(python, questions);
  for (const [index, { of }] of questions.entries()) {
    const mine = (ours[ask] as (...of: unknown[][]) => metrics.Measured[])(...of);
    expect(mine).toHaveLength(theirs[index]?.length ?? -1);
    for (const [place, { value }] of mine.entries()) {
      const shown = `value ${place} of ${JSON.stringify(of).slice(0, 400)}`;
      const expected = theirs[index]?.[place] ?? null;
      if (expected === null || value === null) expect(value, shown).toBe(expected);
      else expect(Math.abs(value - expected) / Math.max(1, Math.abs(expected)), shown).toBeLessThan(1e-9);
    }
  }
}
