import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { confusionMetrics } from '../../../src/metrics/confusion.js';
import * as metrics from '../../../src/metrics/index.js';

const actual = 'aabbccabcacbaaac'.split('');
const predicted = 'abbbcaabaccaaacc'.split('');
const confusion = metrics.confusionOf(predicted, actual);

const labels = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b', 'd')), {
  minLength: 1,
  maxLength: 40,
});

describe('values of scikit-learn 1.9', () => {
  it.each([
    ['accuracy', metrics.accuracy(confusion), 0.625],
    ['balancedAccuracy', metrics.balancedAccuracy(confusion), 0.6404761904761904],
    ['matthewsCorrelation', metrics.matthewsCorrelation(confusion), 0.42168674698795183],
    ['cohensKappa', metrics.cohensKappa(confusion), 0.42168674698795183],
    ['macro precision', metrics.precision(confusion, { average: 'macro' }), 0.6404761904761904],
    ['micro recall', metrics.recall(confusion, { average: 'micro' }), 0.625],
    ['weighted F1', metrics.f1(confusion, { average: 'weighted' }), 0.625],
  ])('%s', (_, found, value) => {
    expect(found.value).toBeCloseTo(value, 12);
  });

  it('the confusion matrix, actual by predicted', () => {
    expect(metrics.confusionMatrix(confusion)).toEqual([
      [4, 1, 2],
      [1, 3, 0],
      [2, 0, 3],
    ]);
    expect(metrics.confusionMatrix(confusion, ['c', 'z'])).toEqual([
      [3, 0],
      [0, 0],
    ]);
  });
});

describe('properties', () => {
  it('micro averages are the accuracy, and weighted recall is too', () => {
    fc.assert(
      fc.property(labels, (pairs) => {
        const of = metrics.confusionOf(
          pairs.map(([said]) => said),
          pairs.map(([, was]) => was),
        );
        const share = metrics.accuracy(of).value as number;
        for (const metric of [metrics.precision, metrics.recall, metrics.f1]) {
          expect(metric(of, { average: 'micro' }).value).toBeCloseTo(share, 12);
        }
        expect(metrics.recall(of, { average: 'weighted' }).value).toBeCloseTo(share, 12);
      }),
    );
  });

  it('agrees with the metrics of panes, and merging parts is one pass', () => {
    fc.assert(
      fc.property(labels, labels, (first, second) => {
        const of = (pairs: [string, string][]) =>
          metrics.confusionOf(
            pairs.map(([said]) => said),
            pairs.map(([, was]) => was),
          );
        const merged = of(first);
        metrics.mergeConfusion(merged, of(second));
        const all = of([...first, ...second]);
        expect(metrics.matthewsCorrelation(merged)).toEqual(metrics.matthewsCorrelation(all));
        const pane = confusionMetrics(all, 'multiclass');
        expect(metrics.precision(all, { average: 'macro' }).value).toBeCloseTo(pane.precision as number, 12);
        expect(metrics.f1(all, { average: 'macro' }).value).toBeCloseTo(pane.f1 as number, 12);
      }),
    );
  });
});

describe('what is undefined is null, with its reason', () => {
  it.each([
    [metrics.accuracy(new Map()), 'there are no rows'],
    [metrics.f1(new Map(), { average: 'macro' }), 'there are no rows'],
    [metrics.precision(metrics.confusionOf(['0'], ['1'])), 'class 1 was never predicted'],
    [metrics.recall(metrics.confusionOf(['1'], ['0'])), 'class 1 never happened'],
    [metrics.f1(metrics.confusionOf(['0'], ['0'])), 'class 1 was never predicted and never happened'],
    [
      metrics.matthewsCorrelation(metrics.confusionOf(['a', 'a'], ['a', 'b'])),
      'only one class was predicted',
    ],
    [metrics.matthewsCorrelation(metrics.confusionOf(['a', 'b'], ['a', 'a'])), 'only one class happened'],
    [metrics.cohensKappa(metrics.confusionOf(['a'], ['a'])), 'one class only, both predicted and actual'],
  ])('%o', (found, reason) => {
    expect(found).toEqual({ value: null, reason });
  });

  it('but an F1 with wrong predictions only is 0', () => {
    expect(metrics.f1(metrics.confusionOf(['0'], ['1'])).value).toBe(0);
  });

  it('refuses lists that are no pairs and labels with a tab', () => {
    expect(() => metrics.confusionOf(['a'], [])).toThrow('1 predictions but 0 outcomes');
    expect(() => metrics.confusionOf(['a\tb'], ['a'])).toThrow('a label has no tab');
  });
});
