import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  abruptStream,
  bernoulli,
  gaussian,
  gradualStream,
  incrementalStream,
  recurringStream,
  type Concept,
} from '../../../src/generators/index.js';

/** A concept that names itself: shows which rows are whose. */
function named<Name>(name: Name): Concept<Name> {
  return () => name;
}

describe('abruptStream', () => {
  it('changes at the rows that it names, and nowhere else', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }), (lengths) => {
        const stream = abruptStream(lengths.map((rows, part) => ({ concept: named(part), rows })));
        const rows = [...stream.rows(1)];
        expect(rows).toHaveLength(stream.length);
        const seen = rows.flatMap((part, row) => (row > 0 && part !== rows[row - 1] ? [row] : []));
        expect(stream.changes.map(({ from }) => from)).toEqual(seen);
        expect(stream.changes.every(({ kind, from, to }) => kind === 'abrupt' && from === to)).toBe(true);
      }),
    );
  });

  it('refuses parts without rows', () => {
    expect(() => abruptStream([{ concept: bernoulli(0.5), rows: 0 }])).toThrow('each part has rows, not 0');
    expect(() => abruptStream([])).toThrow('rows is a whole number');
  });
});

it('recurringStream returns to its first concept', () => {
  const stream = recurringStream([named('a'), named('b')], { every: 2, turns: 2 });
  expect([...stream.rows(1)].join('')).toBe('aabbaabb');
  expect(stream.changes.map(({ from }) => from)).toEqual([2, 4, 6]);
});

describe('gradualStream', () => {
  const stream = gradualStream(named('old'), named('new'), { from: 1000, to: 5000, rows: 6000 });
  const rows = [...stream.rows(3)];

  it('is pure outside of the change', () => {
    expect(stream.changes).toEqual([{ kind: 'gradual', from: 1000, to: 5000 }]);
    expect(new Set(rows.slice(0, 1000))).toEqual(new Set(['old']));
    expect(new Set(rows.slice(5000))).toEqual(new Set(['new']));
  });

  it('has a share of the new concept inside that rises linearly', () => {
    const share = (from: number) =>
      rows.slice(from, from + 1000).filter((row) => row === 'new').length / 1000;
    // 1/8, 3/8, 5/8, 7/8, each with a standard error of at most .016
    expect([1000, 2000, 3000, 4000].map((from) => Math.round(share(from) * 8))).toEqual([1, 3, 5, 7]);
  });
});

it('incrementalStream passes through what lies between', () => {
  const stream = incrementalStream((progress) => named(progress), { from: 2, to: 6, rows: 8 });
  expect([...stream.rows(1)]).toEqual([0, 0, 0, 0.25, 0.5, 0.75, 1, 1]);
  expect(stream.changes).toEqual([{ kind: 'incremental', from: 2, to: 6 }]);
  expect(() => incrementalStream(named, { from: 5, to: 4, rows: 8 })).toThrow(
    'to is a whole number from 5 to 8',
  );
});

describe('seeds', () => {
  const stream = abruptStream([
    { concept: gaussian(0, 1), rows: 50 },
    { concept: gaussian(3, 1), rows: 50 },
  ]);

  it('the same one gives the same rows, another one others', () => {
    expect([...stream.rows(7)]).toEqual([...stream.rows(7)]);
    expect([...stream.rows(7)]).not.toEqual([...stream.rows(8)]);
  });

  it('streams that are read at once do not touch each other', () => {
    const [first, second] = [stream.rows(7), stream.rows(7)];
    const both = Array.from({ length: 100 }, () => [first.next().value, second.next().value]);
    expect(both.every(([a, b]) => a === b)).toBe(true);
  });
});

describe('values', () => {
  const rows = 20_000;
  const read = (concept: Concept<number>) => [...abruptStream([{ concept, rows }]).rows(11)];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('bernoulli has its share of ones', () => {
    expect(Math.abs(mean(read(bernoulli(0.2))) - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / rows));
    expect(mean(read(bernoulli(0)))).toBe(0);
    expect(mean(read(bernoulli(1)))).toBe(1);
  });

  it('gaussian has its mean and deviation, and 4.55% of it beyond two deviations', () => {
    const values = read(gaussian(5, 2));
    expect(Math.abs(mean(values) - 5)).toBeLessThan((4 * 2) / Math.sqrt(rows));
    expect(mean(values.map((value) => (value - 5) ** 2))).toBeCloseTo(4, 0);
    const beyond = mean(values.map((value) => Number(Math.abs(value - 5) > 4)));
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(4 * Math.sqrt((0.0455 * 0.9545) / rows));
  });

  it('refuse options out of range by name', () => {
    expect(() => bernoulli(1.5)).toThrow('p is a probability from 0 to 1, not 1.5');
    expect(() => gaussian(NaN, 1)).toThrow('mean is a finite number, not NaN');
    expect(() => gaussian(0, -1)).toThrow('deviation is a finite number from 0 on, not -1');
  });
});
