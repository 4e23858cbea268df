import { describe, expect, it } from 'vitest';
import { expectedBooks } from '../../../../bench/chaos/expected-books.js';
import { makeLoad, type Item } from '../../../../bench/chaos/load.js';
import { MODELS } from '../../../../bench/chaos/world.js';
import { imbalances } from '../../../../src/records/books.js';

const HOUR = 3_600_000;
const options = { seed: 7, days: 20, rowsADay: 80, partitions: 4 };
const load = makeLoad(options);
const inOrder = load.items.slice(0, load.records);
const ofFate = (fate: Item['fate']): Item[] => inOrder.filter((item) => item.fate === fate);

describe('a load', () => {
  it('is the same for the same seed and another for another one', () => {
    const texts = (seed: number): string[] =>
      makeLoad({ ...options, seed }).items.map((item) => item.text('0'));
    expect(texts(7)).toEqual(load.items.map((item) => item.text('0')));
    expect(texts(8)).not.toEqual(texts(7));
  });

  it('comes in the order of arrival, and nothing but a record of the future is older than its arrival', () => {
    for (const [i, item] of inOrder.entries()) {
      expect(item.arrival).toBeGreaterThanOrEqual(inOrder[i - 1]?.arrival ?? 0);
      if (item.fate !== 'future') expect(item.time).toBeLessThanOrEqual(item.arrival);
    }
  });

  it.each([
    'duplicate',
    'conflicting',
    'bad-json',
    'missing-id',
    'missing-field',
    'not-a-number',
    'wrong-type',
    'future',
  ] as const)('holds records of the fate %s', (fate) => {
    expect(ofFate(fate).length).toBeGreaterThan(0);
  });

  it('repeats accepted records only, with the same content for a duplicate and another for a conflict', () => {
    const first = new Map(ofFate('accepted').map((item) => [`${item.side}/${item.id}`, item]));
    for (const item of ofFate('duplicate'))
      expect(item.text('0')).toBe(first.get(`${item.side}/${item.id}`)?.text('0'));
    for (const item of ofFate('conflicting')) {
      const before = first.get(`${item.side}/${item.id}`);
      for (const version of ['0', '1']) expect(item.text(version)).not.toBe(before?.text(version));
      expect(before?.partition).toBe(item.partition);
      expect(before?.arrival).toBeLessThan(item.arrival);
    }
  });

  it('ends with a marker of each model in every partition of both topics', () => {
    const ends = load.items.slice(load.records);
    expect(ends.every(({ fate }) => fate === 'end')).toBe(true);
    expect(
      new Set(ends.map(({ side, partition, model }) => `${side}/${partition}/${model ?? ''}`)).size,
    ).toBe(2 * options.partitions * MODELS.length);
  });
});

describe('the books that a load expects', () => {
  it('balance, hold every record, and some of every kind', () => {
    const books = expectedBooks(load, HOUR);
    let read = 0;
    for (const own of books.values()) {
      expect(imbalances(own)).toEqual([]);
      read += own.predictions.read + own.outcomes.read;
    }
    expect(read).toBe(load.records);
    for (const model of MODELS) {
      const { predictions, outcomes } = books.get(model) ?? {};
      for (const side of [predictions, outcomes]) {
        expect(side?.joined).toBeGreaterThan(1_000);
        for (const term of ['late', 'unmatched', 'duplicates', 'deadLetters'] as const)
          expect(side?.[term], term).toBeGreaterThan(0);
      }
    }
  });
});
