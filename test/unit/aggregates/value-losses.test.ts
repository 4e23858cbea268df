import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySum, sumValue } from '../../../src/aggregates/exact-sum.js';
import {
  addToValueLosses,
  emptyValueLosses,
  valueLossesFromJson,
  valueLossesToJson,
  MAX_CATEGORIES,
  MAX_NUMBER_BINS,
  mergeValueLosses,
  numberCells,
  otherCells,
} from '../../../src/aggregates/value-losses.js';
import { quantizedError, quantizedLogLoss } from '../../../src/aggregates/quantized-loss.js';
import { stringHash } from '../../../src/aggregates/string-hash.js';
import {
  MISSING_WORD,
  OTHER_WORD,
  wordOfCategory,
  wordOfNumber,
} from '../../../src/aggregates/value-word.js';
import { finite } from './arbitrary.js';
import { obeysTheLaws } from './monoid.js';

const row = fc.record({
  word: fc.oneof(
    { weight: 6, arbitrary: finite.map(wordOfNumber) },
    { weight: 3, arbitrary: fc.nat(900).map((i) => wordOfCategory(stringHash(`name ${i}`))) },
    { weight: 1, arbitrary: fc.constant(MISSING_WORD) },
  ),
  errors: fc.nat(1),
  loss: fc.oneof(
    fc.double({ min: 0, max: 35, noNaN: true }).map(quantizedLogLoss),
    finite.map(quantizedError),
    fc.constantFrom(0, 1),
  ),
});
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;
const add = (bins: ReturnType<typeof emptyValueLosses>, { word, errors, loss }: Row) =>
  addToValueLosses(bins, word, errors, loss);

obeysTheLaws(
  'ValueLosses',
  {
    empty: emptyValueLosses,
    add,
    merge: mergeValueLosses,
    toJson: valueLossesToJson,
    fromJson: valueLossesFromJson,
  },
  row,
  200,
);

describe('ValueLosses', () => {
  it('write the same bytes past every limit, whatever the order and however often they were read on the way', () => {
    fc.assert(
      fc.property(fc.infiniteStream(row), fc.integer({ min: 1, max: 400 }), (stream, every) => {
        const rows = [...stream.take(3000)];
        const bins = emptyValueLosses();
        rows.forEach((each, i) => {
          add(bins, each);
          if (i % every === 0) numberCells(bins);
        });
        const backwards = emptyValueLosses();
        for (const each of rows.toReversed()) add(backwards, each);
        expect(JSON.stringify(valueLossesToJson(bins))).toBe(JSON.stringify(valueLossesToJson(backwards)));
        expect(numberCells(bins).length).toBeLessThanOrEqual(MAX_NUMBER_BINS);
        const others = otherCells(bins).map(({ key }) => key);
        expect(others.filter((key) => key > OTHER_WORD)).toHaveLength(MAX_CATEGORIES);
        expect(others.slice(0, 2)).toEqual([MISSING_WORD, OTHER_WORD]);
      }),
      { numRuns: 10 },
    );
  });

  it('lose no row, no error and no loss to a limit', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 1200, size: 'max' }), (rows) => {
        const bins = emptyValueLosses();
        for (const each of rows) add(bins, each);
        const cells = [...numberCells(bins), ...otherCells(bins)];
        const sum = (of: (cell: (typeof cells)[number]) => number) =>
          cells.reduce((total, cell) => total + of(cell), 0);
        expect(sum(({ rows }) => rows)).toBe(rows.length);
        expect(sum(({ errors }) => errors)).toBe(rows.filter(({ errors }) => errors > 0).length);
        expect(cells.every(({ rows, errors }) => errors <= rows)).toBe(true);
        const losses = rows.map(({ loss }) => loss).filter((loss) => loss < 1e12);
        const found = sum(({ loss }) => (sumValue(loss) < 1e15 ? sumValue(loss) : 0));
        if (losses.length === rows.length)
          expect(found).toBeCloseTo(
            losses.reduce((a, b) => a + b, 0),
            3,
          );
      }),
      { numRuns: 30 },
    );
  });

  it('keep small numbers apart from categories and missing values', () => {
    const bins = emptyValueLosses();
    for (const value of [-Number.MAX_VALUE, -1, -0, 0, 5e-324, Number.MAX_VALUE])
      addToValueLosses(bins, wordOfNumber(value), 0, 0);
    for (const value of [NaN, Infinity, -Infinity]) addToValueLosses(bins, wordOfNumber(value), 1, 0);
    expect(numberCells(bins).map(({ rows }) => rows)).toEqual([1, 1, 3, 1]);
    expect(otherCells(bins)).toEqual([{ key: MISSING_WORD, rows: 3, errors: 3, loss: emptySum() }]);
  });

  it('are short: two numbers a bin for a label, three for a score', () => {
    const labels = emptyValueLosses();
    const scores = emptyValueLosses();
    for (let i = 0; i < 40; i++) {
      addToValueLosses(labels, wordOfNumber(i % 4), i % 5 === 0 ? 1 : 0, i % 5 === 0 ? 1 : 0);
      addToValueLosses(scores, wordOfNumber(i % 4), 0, quantizedLogLoss(0.25));
    }
    expect(valueLossesToJson(labels)).toEqual({
      s: 0,
      h: { k: [2147483648, 1072693248, 1048576, 524288], n: [10, 10, 10, 10], e: [2, 2, 2, 2] },
    });
    expect(valueLossesToJson(scores).h?.l).toEqual([163840, 163840, 163840, 163840]);
  });
});
