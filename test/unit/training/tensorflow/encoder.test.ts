import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Features, FeatureValue, SingleTask } from '../../../../src/events/event.js';
import { Encoder } from '../../../../src/training/tensorflow/encoder.js';
import { encoderPlanSchema, type EncoderPlan } from '../../../../src/training/tensorflow/encoder-plan.js';
import { learnEncoder, type LearnedEncoder } from '../../../../src/training/tensorflow/learn-encoder.js';
import { tableOf, type RowTable } from '../../../../src/training/tensorflow/row-table.js';
import { readTargets } from '../../../../src/training/tensorflow/targets.js';
import { seededRandom } from '../../../../src/training/tensorflow/random.js';

const everyRow = (table: RowTable): Uint32Array => Uint32Array.from({ length: table.length }, (_, i) => i);

/** Learns from rows of one feature `x`. */
function learn(
  values: readonly FeatureValue[],
  outcomes: readonly (number | string)[] = values.map((_, i) => i % 2),
  task: SingleTask = 'binary',
): LearnedEncoder & { table: RowTable } {
  const table = tableOf(
    values.map((x, i) => ({ id: `${i}`, time: i, features: { x }, outcome: outcomes[i] as number })),
  );
  return { ...learnEncoder(table, everyRow(table), readTargets(task, table)), table };
}

function encode(plan: EncoderPlan, features: Features): number[] {
  const encoder = new Encoder(plan);
  const out = new Float32Array(encoder.width);
  encoder.encode(features, out, 0);
  return [...out];
}

const spread = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 0.5);

describe('a numeric feature', () => {
  it('is standardised, cut at five deviations, and the mean where it is missing', () => {
    const { plan } = learn([1.5, 2.5, 3.5]);
    const sd = Math.sqrt(2 / 3);
    expect(plan.features).toEqual([{ kind: 'standardised', name: 'x', missing: false, mean: 2.5, sd }]);
    expect(encode(plan, { x: 2.5 + sd })).toEqual([1]);
    expect(encode(plan, { x: 1e9 })).toEqual([5]);
    expect(encode(plan, { x: -1e9 })).toEqual([-5]);
    for (const x of [null, 'two', Number.NaN, true]) expect(encode(plan, { x })).toEqual([0]);
    expect(encode(plan, {})).toEqual([0]);
  });

  it('says that it was missing if that occurred in training', () => {
    const { plan } = learn([1.5, null, 3.5, Number.POSITIVE_INFINITY]);
    expect(encode(plan, { x: 2.5 })).toEqual([0, 0]);
    expect(encode(plan, { x: null })).toEqual([0, 1]);
    expect(encode(plan, {})).toEqual([0, 1]);
  });

  it('is not pressed into one point by a few placeholders', () => {
    const values = Array.from({ length: 5_000 }, (_, i) => (i % 2_000 === 7 ? 1e9 : (i % 100) + 0.5));
    const { plan } = learn(values);
    expect(plan.features[0]).toMatchObject({
      kind: 'standardised',
      mean: expect.closeTo(50, 0),
      sd: expect.closeTo(28.9, 0),
    });
  });

  it('is exact for values whose squares would cancel', () => {
    const { plan } = learn([1e9 + 0.5, 1e9 + 1.5, 1e9 + 2.5]);
    expect(plan.features[0]).toMatchObject({ sd: Math.sqrt(2 / 3) });
  });

  it('is one-hot when it has few whole values, as hours and weekdays do', () => {
    const { plan } = learn([7, 23, 7, 0]);
    expect(plan.features[0]).toEqual({
      kind: 'one-hot-number',
      name: 'x',
      missing: false,
      values: [0, 7, 23],
    });
    expect(encode(plan, { x: 7 })).toEqual([0, 1, 0]);
    expect(encode(plan, { x: 8 })).toEqual([0, 0, 0]);
    expect(encode(plan, { x: '7' })).toEqual([0, 0, 0]);
  });

  it('is standardised from 32 whole values on', () => {
    const kindOf = (count: number): string | undefined =>
      learn(Array.from({ length: count }, (_, i) => i)).plan.features[0]?.kind;
    expect(kindOf(31)).toBe('one-hot-number');
    expect(kindOf(32)).toBe('standardised');
  });
});

describe('a categorical feature', () => {
  it('has one input per category up to 32, and one for missing if that occurred', () => {
    const { plan } = learn(['b', true, 'a', null]);
    expect(plan.features[0]).toEqual({
      kind: 'one-hot-category',
      name: 'x',
      missing: true,
      categories: ['a', 'b', 'true'],
    });
    expect(encode(plan, { x: true })).toEqual([0, 0, 1, 0]);
    expect(encode(plan, { x: 'unseen' })).toEqual([0, 0, 0, 0]);
    expect(encode(plan, { x: 3 })).toEqual([0, 0, 0, 1]);
  });

  it('is its smoothed rate from 33 categories on; an unseen one is the prior', () => {
    // Category c0 has 30 rows, all 1; c1..c32 ten rows each, all 0.
    const values = Array.from({ length: 350 }, (_, i) => (i < 30 ? 'c0' : `c${1 + ((i - 30) % 32)}`));
    const outcomes = values.map((value) => (value === 'c0' ? 1 : 0));
    const { plan } = learn(values, outcomes);
    expect(plan.features[0]?.kind).toBe('target-rate');
    const prior = 30 / 350;
    const rate0 = (30 + 20 * prior) / 50;
    const rate1 = (20 * prior) / 30;
    const sd = Math.sqrt((30 * (rate0 - prior) ** 2 + 320 * (rate1 - prior) ** 2) / 350);
    expect(encode(plan, { x: 'c0' })[0]).toBeCloseTo((rate0 - prior) / sd, 5);
    expect(encode(plan, { x: 'c9' })[0]).toBeCloseTo((rate1 - prior) / sd, 5);
    expect(encode(plan, { x: 'unseen' })).toEqual([0]);
  });

  it('has one rate per class in a multiclass model', () => {
    const values = Array.from({ length: 400 }, (_, i) => `c${i % 40}`);
    const { plan } = learn(
      values,
      values.map((value) => (value < 'c2' ? 'p' : value < 'c3' ? 'q' : 'r')),
      'multiclass',
    );
    expect(encode(plan, { x: 'c0' })).toHaveLength(3);
    const [p, q] = encode(plan, { x: 'c0' });
    expect(p).toBeGreaterThan(0);
    expect(q).toBeLessThan(0);
  });

  it('does not tell a training row its own outcome', () => {
    // One row per category: the rate with the own row in it IS the outcome; out of fold it is the prior, 0.
    const random = seededRandom(2);
    const values = Array.from({ length: 500 }, (_, i) => `id-${i}`);
    const { plan, table, targetRates } = learn(
      values,
      values.map(() => (random() < 0.5 ? 1 : 0)),
    );
    const encoder = new Encoder(plan);
    const seen = encoder.encodeTable(table, everyRow(table), targetRates);
    expect(seen.every((value) => value === 0)).toBe(true);
  });

  it('keeps the 4,096 most frequent categories', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i < 5_000 ? `rare-${i}` : `often-${i % 1_000}`));
    const { plan } = learn(
      values,
      values.map((value) => (value < 'often-5' ? 1 : 0)),
    );
    const [feature] = plan.features;
    if (feature?.kind !== 'target-rate') throw new Error(`unexpected ${feature?.kind}`);
    expect(feature.categories).toHaveLength(4_096);
    expect(feature.categories.slice(0, 2)).toEqual(['often-0', 'often-1']);
  });
});

describe('the type of a feature', () => {
  it('is that of most of its values; the others are missing', () => {
    expect(learn([0.5, 1.5, 'a']).plan.features[0]).toMatchObject({
      kind: 'standardised',
      missing: true,
      mean: 1,
    });
    expect(learn(['a', 'b', 1.5]).plan.features[0]).toMatchObject({
      kind: 'one-hot-category',
      missing: true,
    });
    expect(learn([0.5, 1.5, 'a', 'b']).plan.features[0]?.kind).toBe('standardised');
  });

  it('does not matter where there is one value, or none', () => {
    for (const values of [
      [3, 3],
      ['a', 'a'],
      [2.5, 2.5],
      [null, null],
    ])
      expect(learn(values).plan.features).toEqual([]);
    expect(learn(['a', null]).plan.features).toHaveLength(1);
  });
});

describe('Encoder', () => {
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.double() },
    { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'true', '__proto__', 'constructor') },
    fc.boolean(),
    fc.constant(null),
    fc.integer({ min: 0, max: 5 }),
  );
  const features = fc.dictionary(fc.constantFrom('p', 'q', 'constructor'), value) as fc.Arbitrary<Features>;

  it('gives finite inputs, the same by row and by table', () => {
    fc.assert(
      fc.property(fc.array(features, { minLength: 2, maxLength: 60 }), features, (known, fresh) => {
        const table = tableOf(
          known.map((row, i) => ({ id: `${i}`, time: i, features: row, outcome: i % 2 })),
        );
        const { plan } = learnEncoder(table, everyRow(table), readTargets('binary', table));
        if (plan.features.length === 0) return;
        expect(encoderPlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
        const byTable = new Encoder(plan).encodeTable(table, everyRow(table));
        expect([...byTable]).toEqual(known.flatMap((row) => encode(plan, row)));
        for (const input of encode(plan, fresh)) expect(Number.isFinite(input)).toBe(true);
      }),
    );
  });

  it('writes only its own part of the matrix', () => {
    const { plan } = learn(spread(50));
    const out = new Float32Array(3).fill(9);
    out[1] = 0;
    new Encoder(plan).encode({ x: 1 }, out, 1);
    expect([out[0], out[2]]).toEqual([9, 9]);
  });
});
