import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToValueLosses,
  emptyValueLosses,
  mergeValueLosses,
} from '../../../src/aggregates/value-losses.js';
import { stringHash } from '../../../src/aggregates/string-hash.js';
import { MISSING_WORD, wordOfCategory, wordOfNumber } from '../../../src/aggregates/value-word.js';
import {
  inWhyBins,
  whyBinCount,
  whyBinsOf,
  whyLabels,
  type NameOfBucket,
  type WhyBins,
} from '../../../src/why/why-bins.js';

type Value = number | string | null;
const wordOf = (value: Value) =>
  value === null
    ? MISSING_WORD
    : typeof value === 'number'
      ? wordOfNumber(value)
      : wordOfCategory(stringHash(value));

/** Every third row is wrong; a wrong row loses 2. */
function tableOf(values: readonly Value[]) {
  const bins = emptyValueLosses();
  values.forEach((value, i) =>
    addToValueLosses(bins, wordOf(value), i % 3 === 0 ? 1 : 0, i % 3 === 0 ? 2 : 0),
  );
  return bins;
}
const totalOf = (values: readonly Value[]) => {
  const errors = Math.ceil(values.length / 3);
  return { rows: values.length, errors, loss: errors * 2 * 65_536 };
};
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const binsFor = (values: readonly Value[], nameOf: NameOfBucket = () => undefined) =>
  whyBinsOf(tableOf(values), nameOf) as WhyBins;
const rowsByLabel = (bins: WhyBins, values: readonly Value[]) => {
  const { rows } = inWhyBins(bins, tableOf(values), totalOf(values));
  return Object.fromEntries(whyLabels(bins).flatMap((label, i) => (rows[i] ? [[label, rows[i]]] : [])));
};

const values = (most: number) =>
  fc.array(
    fc.oneof(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.integer({ min: 0, max: 40 }),
      fc.nat(400).map((i) => `name ${i}`),
      fc.constant(null),
    ),
    { minLength: 1, maxLength: most, size: 'max' },
  );

describe('the bins of "why"', () => {
  it('take in every row, wrong row and loss, and the reference has none in its unseen ones', () => {
    fc.assert(
      fc.property(values(400), values(400), (reference, now) => {
        const bins = whyBinsOf(tableOf(reference), () => undefined);
        if (!bins) {
          expect(reference.every((value) => value === null)).toBe(true);
          return;
        }
        expect(whyLabels(bins)).toHaveLength(whyBinCount(bins));
        for (const side of [reference, now]) {
          const { rows, errors, losses } = inWhyBins(bins, tableOf(side), totalOf(side));
          const total = totalOf(side);
          expect([sum(rows), sum(errors), sum(losses)]).toEqual([total.rows, total.errors, total.loss]);
        }
        const own = rowsByLabel(bins, reference);
        expect(Object.keys(own).filter((label) => /^below|and more$|never had/.test(label))).toEqual([]);
      }),
    );
  });

  it('hold a pane of the reference exactly, however fine it is: panes in bins add up to the whole in bins', () => {
    fc.assert(
      fc.property(fc.array(values(150), { minLength: 1, maxLength: 6 }), (panes) => {
        const whole = emptyValueLosses();
        for (const pane of panes) mergeValueLosses(whole, tableOf(pane));
        const bins = whyBinsOf(whole, () => undefined);
        if (!bins) return;
        const binned = panes.map((pane) => inWhyBins(bins, tableOf(pane), totalOf(pane)).rows);
        const added = Array.from({ length: whyBinCount(bins) }, (_, i) =>
          sum(binned.map((rows) => rows[i] ?? 0)),
        );
        const all = panes.flat();
        expect(inWhyBins(bins, whole, totalOf(all)).rows).toEqual(added);
      }),
    );
  });

  it('give few values a bin each, by name', () => {
    const hours = Array.from({ length: 240 }, (_, i) => i % 24);
    expect(whyLabels(binsFor(hours))).toEqual([
      'below 0', ...Array.from({ length: 24 }, (_, i) => String(i)), '23 and more', 'missing', 'text',
    ]); // prettier-ignore
  });

  it('give many values about equally full bins, with room for a value a little beyond them', () => {
    const wide = Array.from({ length: 5000 }, (_, i) => 100 * Math.sin(i) ** 2 + 1);
    const rows = Object.values(rowsByLabel(binsFor(wide), wide));
    expect(rows.length).toBeGreaterThanOrEqual(8);
    expect(Math.max(...rows)).toBeLessThan(5000 / 4);
    const bins = binsFor(wide);
    expect(Object.keys(rowsByLabel(bins, [105]))[0]).not.toMatch(/and more/);
    expect(Object.keys(rowsByLabel(bins, [150]))[0]).toMatch(/and more/);
  });

  it('name the categories that the caller knows, and tell others from new ones', () => {
    const many = Array.from({ length: 3000 }, (_, i) => (i % 2 ? 'ORD' : `small ${i % 80}`));
    const names = new Map([[wordOf('ORD') - 2, 'ORD']]);
    const bins = binsFor(many, (bucket) => names.get(bucket));
    const labels = rowsByLabel(bins, ['ORD', 'ORD', 'brand new', null, 7]);
    expect(labels).toEqual({ ORD: 2, 'values that the reference never had': 1, missing: 1, numbers: 1 });
    expect(rowsByLabel(bins, many)['other values']).toBeGreaterThan(500);
  });

  it('call no category new that the tables of the reference may have dropped', () => {
    const endless = Array.from({ length: 3000 }, (_, i) => `user ${i}`);
    const labels = rowsByLabel(
      binsFor(endless),
      endless.map((name) => `${name}!`),
    );
    const unseen = labels['values that the reference never had'] ?? 0;
    expect(labels['other values']).toBeGreaterThan(2000);
    expect(unseen).toBeLessThan(600);
  });

  it('count rows that do not carry the feature as missing', () => {
    const bins = binsFor([1, 2, 3]);
    const { rows } = inWhyBins(bins, undefined, { rows: 9, errors: 3, loss: 4 });
    expect(whyLabels(bins)[rows.indexOf(9)]).toBe('missing');
  });
});
