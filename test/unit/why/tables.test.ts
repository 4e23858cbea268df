import { describe, expect, it } from 'vitest';
import { addFeature, emptyFeature } from '../../../src/aggregates/feature-counts.js';
import type { FeatureValue } from '../../../src/events/event.js';
import { binsOf, type Bins } from '../../../src/policy/bins.js';
import { mixAndConcept } from '../../../src/why/mix-concept.js';
import { featureErrors, segmentLosses } from '../../../src/why/tables.js';

const featureOf = (values: readonly FeatureValue[]) => {
  const feature = emptyFeature();
  for (const value of values) addFeature(feature, value);
  return feature;
};

describe('featureErrors', () => {
  const before = featureOf(['ORD', 'ORD', 'JFK', 'JFK', 'JFK']);
  const bins = binsOf(before) as Bins;

  it('puts rows and wrong rows into the bins of the reference, with their names', () => {
    const table = featureErrors(
      'origin',
      bins,
      [{ rows: before, wrong: featureOf(['JFK']) }],
      [{ rows: featureOf(['ORD', 'JFK', null, 'SEA']), wrong: featureOf(['ORD', 'SEA']) }],
    );
    expect(table.labels).toEqual(['JFK', 'ORD', 'other values', 'missing', 'numbers']);
    expect(table.reference).toEqual([{ counts: [3, 2, 0, 0, 0], losses: [1, 0, 0, 0, 0] }]);
    expect(table.now).toEqual([{ counts: [1, 1, 1, 1, 0], losses: [0, 1, 1, 0, 0] }]);
  });

  it('refuses more errors than rows', () => {
    expect(() => featureErrors('origin', bins, [{ rows: before, wrong: featureOf(['SEA']) }], [])).toThrow(
      'origin, bin "other values": 1 errors in 0 rows',
    );
  });
});

describe('segmentLosses', () => {
  it('takes a dimension of the segments for a feature, with segments that are new or gone', () => {
    const table = segmentLosses(
      'airport',
      [
        new Map([
          ['ORD', { n: 60, loss: 6 }],
          ['JFK', { n: 40, loss: 4 }],
        ]),
      ],
      [
        new Map([
          ['ORD', { n: 50, loss: 5 }],
          ['SEA', { n: 50, loss: 25 }],
        ]),
      ],
    );
    expect(table.labels).toEqual(['JFK', 'ORD', 'SEA']);
    const split = mixAndConcept(table.reference[0]!, table.now[0]!);
    expect(split.bins.map(({ unseen }) => unseen)).toEqual([false, false, true]);
    expect(split.delta).toBeCloseTo(0.2, 12);
    expect(split.mix + split.concept).toBeCloseTo(split.delta, 12);
  });
});
