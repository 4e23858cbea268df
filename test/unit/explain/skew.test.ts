import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import type { FeatureValue } from '../../../src/events/event.js';
import { skewOf, type SkewRow } from '../../../src/explain/skew.js';
import { skewWords } from '../../../src/explain/skew-words.js';

const DAY = 86_400_000;

/** Rows of one distribution; the same ids are the same rows. */
function rowsOf(
  from: number,
  to: number,
  change: (features: Record<string, FeatureValue>, random: () => number) => Record<string, FeatureValue> = (
    f,
  ) => f,
): SkewRow[] {
  return Array.from({ length: to - from }, (_, i) => {
    const random = seededRandom(from + i);
    const features = {
      price: 10 + 5 * random(),
      plan: random() < 0.6 ? 'basic' : 'pro',
      age: random() < 0.02 ? null : Math.floor(20 + 50 * random()),
    };
    const luck = seededRandom(1e6 + from + i);
    return {
      id: `row-${from + i}`,
      time: ((from + i) * DAY) / 200,
      version: '1',
      features: change({ ...features }, luck),
      answer: { task: 'binary', label: 1, score: features.price / 20 },
    };
  });
}
const training = rowsOf(0, 1500);

describe('training and service', () => {
  it('of one distribution are alike, and nothing is said of any feature', () => {
    const skew = skewOf({ training, service: rowsOf(5_000, 6_500) });
    expect(skew.apart).toBe(false);
    expect(skew.joint.auc).toBeLessThan(0.55);
    expect(skew.features).toEqual([]);
    expect(skew.same.rows).toBe(0);
    // Nor of a few rows, whose twenty bins are never filled alike.
    for (let i = 0; i < 20; i++)
      expect(skewOf({ training, service: rowsOf(6_000 + 300 * i, 6_250 + 300 * i) }).features).toEqual([]);
    expect(skewWords(skew)).toContain('Each feature by itself is as it was in training.');
  });

  it.each<[string, (f: Record<string, FeatureValue>, random: () => number) => Record<string, FeatureValue>, RegExp]>([
    ['other units', (f) => ({ ...f, price: 100 * Number(f['price']) }), /1\. price: has values in 100% of rows that training never had/],
    ['a text for a number', (f) => ({ ...f, age: `${String(f['age'])} years` }), /1\. age: is of another type than in training \(text or number\) in 100% of rows/],
    ['a category that training never had', (f, random) => (random() < 0.2 ? { ...f, plan: 'team' } : f), /1\. plan: has values in \d\d% of rows that training never had/],
    ['missing values', (f, random) => (random() < 0.3 ? { ...f, price: null } : f), /1\. price: is missing in \d\d% of rows, 0% in training/],
    ['a feature that nobody sends', ({ price = null, plan = null }) => ({ price, plan }), /age is in the training rows and never in service/],
    ['a feature that nobody has learned', (f) => ({ ...f, fresh: 1 }), /fresh comes in service and was never in training/],
    ['another mix', (f, random) => (random() < 0.5 ? { ...f, plan: 'pro' } : f), /1\. plan: \d\d% of rows are in "pro", \d\d% in training/],
  ])('tells %s', (_, change, words) => {
    const skew = skewOf({ training, service: rowsOf(5_000, 6_500, change) });
    expect(skew.apart).toBe(true);
    expect(skew.features).toHaveLength(1);
    expect(skewWords(skew)).toMatch(words);
  }); // prettier-ignore

  it('compares rows of the same id value by value, and lets numbers be rounded by writing', () => {
    const service = rowsOf(500, 2_000, (f, random) => ({
      ...f,
      price: Math.fround(Number(f['price'])),
      plan: random() < 0.25 ? 'pro' : (f['plan'] as string),
    })).map((row, i) =>
      i % 10 === 0 ? { ...row, answer: { task: 'binary', label: 1, score: 0.99 } as const } : row,
    );
    const { same } = skewOf({ training, service });
    expect(same.rows).toBe(1_000);
    expect(same.features.map(({ name }) => name)).toEqual(['plan']);
    expect(same.features[0]?.differ).toBeGreaterThan(0.1);
    expect(same.answers).toBeCloseTo(0.1, 9);
  });

  it('tells inputs that came twice and got different answers from one version', () => {
    const once = rowsOf(5_000, 5_400);
    const again = once.map((row, i) => ({
      ...row,
      id: `${row.id} again`,
      time: row.time + DAY,
      answer: {
        task: 'binary',
        label: 1,
        score: i < 40 ? 0.5 : (row.answer as { score: number }).score,
      } as const,
    }));
    const skew = skewOf({ training, service: [...once, ...again] });
    expect(skew.repeated).toMatchObject({ inputs: 400, unlike: 40 });
    expect(skew.repeated.largest).toBeGreaterThan(0.1);
    expect(skewWords(skew)).toMatch(/40 of 400 inputs that came more than once .* the model hears something/);
    // Another version may answer otherwise.
    const versions = again.map((row) => ({ ...row, version: '2' }));
    expect(skewOf({ training, service: [...once, ...versions] }).repeated).toEqual({
      inputs: 0,
      unlike: 0,
      largest: null,
    });
  });

  it('asks for enough rows', () => {
    expect(() => skewOf({ training: training.slice(0, 10), service: training })).toThrow(
      'there are 10 rows of training: at least 200 are needed',
    );
  });
});
