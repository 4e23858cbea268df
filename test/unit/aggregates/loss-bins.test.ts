import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumValue } from '../../../src/aggregates/exact-sum.js';
import { floatKey } from '../../../src/aggregates/float-key.js';
import {
  addLoss,
  emptyLossBins,
  lossBinsFromJson,
  lossBinsToJson,
  MAX_LOSS_BINS,
  mergeLossBins,
} from '../../../src/aggregates/loss-bins.js';
import { finite } from './arbitrary.js';
import { obeysTheLaws } from './monoid.js';

const row = fc.record({ answer: finite, loss: fc.oneof(finite.map(Math.abs), fc.constant(Infinity)) });

obeysTheLaws(
  'LossBins',
  {
    empty: emptyLossBins,
    add: (table, { answer, loss }: { answer: number; loss: number }) => addLoss(table, answer, loss),
    merge: mergeLossBins,
    toJson: lossBinsToJson,
    fromJson: lossBinsFromJson,
  },
  row,
  120,
);

describe('losses by answer', () => {
  it('take as many leading bits of the answers as still give at most the limit of bins', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 300, size: 'max' }), (rows) => {
        const table = emptyLossBins();
        for (const { answer, loss } of rows) addLoss(table, answer, loss);
        const at = (shift: number) => new Set(rows.map(({ answer }) => floatKey(answer) >>> shift)).size;
        expect(table.bins.size).toBe(at(table.shift));
        expect(table.bins.size).toBeLessThanOrEqual(MAX_LOSS_BINS);
        if (table.shift > 0) expect(at(table.shift - 1)).toBeGreaterThan(MAX_LOSS_BINS);
        expect([...table.bins.values()].reduce((sum, { n }) => sum + n, 0)).toBe(rows.length);
      }),
    );
  });

  it('keep the sums of each bin, errors beyond float64 as very large ones', () => {
    const table = emptyLossBins();
    addLoss(table, 2, 3);
    addLoss(table, 2, 4);
    addLoss(table, 5, Infinity);
    const [first, second] = [...table.bins.values()];
    expect([first?.n, sumValue(first!.loss), sumValue(first!.squares)]).toEqual([2, 7, 25]); // oxlint-disable-line no-non-null-assertion
    expect([second?.n, sumValue(second!.loss)]).toEqual([1, 2 ** 400]); // oxlint-disable-line no-non-null-assertion
  });
});
