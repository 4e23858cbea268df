/** Random rows of predicted and actual labels, and what is asked of scikit-learn about them. */
import type { Random } from '../../../detectors/random.js';
import * as metrics from '../../../src/metrics/index.js';
import type { Comparison } from './agreement.js';
import { inOne, valuesOf } from './in-parts.js';
import { confusions, type LabelRow } from './mergeable-metrics.js';
import { betweenLogs, pick, whole } from './random-streams.js';

/** From balanced to 1 in 1,000, and with classes that never happen or are never predicted. */
function labelRows(random: Random): LabelRow[] {
  const classes = whole(random, 1, 12);
  const skew = pick(random, [1, 2, 10]);
  const right = random();
  const label = (): string => `c${Math.floor(random() ** skew * classes)}`;
  const constant = random() < 0.1;
  const weighted = random() < 0.3;
  return Array.from({ length: pick(random, [whole(random, 1, 10), whole(random, 10, 1_000)]) }, () => {
    const actual = label();
    const predicted = constant ? 'c0' : random() < right ? actual : label();
    return { predicted, actual, weight: weighted ? whole(random, 1, 9) : 1 };
  });
}

export function labelComparisons(random: Random): Comparison[] {
  const rows = labelRows(random);
  const of = [
    rows.map(({ actual }) => actual),
    rows.map(({ predicted }) => predicted),
    rows.map(({ weight }) => weight),
  ];
  const averages = (['macro', 'micro', 'weighted'] as const).map((average) => ({ average }));
  return [
    {
      ask: 'sklearn.classification',
      of,
      ours: () =>
        valuesOf(random, confusions, rows, (confusion) => [
          metrics.accuracy(confusion),
          metrics.balancedAccuracy(confusion),
          metrics.matthewsCorrelation(confusion),
          metrics.cohensKappa(confusion),
          ...averages.flatMap((average) => [
            metrics.precision(confusion, average),
            metrics.recall(confusion, average),
            metrics.f1(confusion, average),
          ]),
        ]),
    },
    {
      ask: 'sklearn.confusion_matrix',
      of,
      ours: () => metrics.confusionMatrix(inOne(confusions, rows)).flat(),
    },
  ];
}

export function binaryComparison(random: Random): Comparison {
  const [rare, found] = [betweenLogs(random, 0.001, 0.9), random()];
  const rows = Array.from({ length: pick(random, [whole(random, 1, 20), 2_000]) }, (): LabelRow => {
    const actual = random() < rare ? 'yes' : 'no';
    return { actual, predicted: random() < found ? actual : random() < rare ? 'yes' : 'no', weight: 1 };
  });
  const of = { average: 'binary', positive: 'yes' } as const;
  return {
    ask: 'sklearn.binary',
    of: [rows.map(({ actual }) => actual), rows.map(({ predicted }) => predicted), 'yes'],
    ours: () =>
      valuesOf(random, confusions, rows, (confusion) => [
        metrics.precision(confusion, of),
        metrics.recall(confusion, of),
        metrics.f1(confusion, of),
      ]),
  };
}
