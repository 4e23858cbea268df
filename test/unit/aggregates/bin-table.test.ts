import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBins,
  addToBin,
  coarsenTo,
  dropBits,
  emptyBins,
  forEachInOrder,
  type BinTable,
} from '../../../src/aggregates/bin-table.js';

/** Keys that crowd: multiples of powers of two, neighbours, both signs of an int32, the ends. */
const key = fc.oneof(
  fc.nat(0xffffffff),
  fc.nat(200).map((k) => (k * 2 ** 22) % 2 ** 32),
  fc.nat(200).map((k) => 0x80000000 - 100 + k),
  fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
);
const bins = fc.array(fc.tuple(key, fc.constantFrom(1, 2, 2 ** 40)), { maxLength: 120, size: 'max' });

function tableOf(entries: readonly (readonly [number, number])[], expected?: number): BinTable {
  const table = emptyBins(expected);
  for (const [key, count] of entries) addToBin(table, key, count);
  return table;
}

function entriesOf(table: BinTable): [number, number][] {
  const entries: [number, number][] = [];
  forEachInOrder(table, (key, count) => entries.push([key, count]));
  return entries;
}

/** The same with a Map. */
function modelOf(entries: readonly (readonly [number, number])[], bits = 0): [number, number][] {
  const model = new Map<number, number>();
  for (const [key, count] of entries) model.set(key >>> bits, (model.get(key >>> bits) ?? 0) + count);
  return [...model].sort(([a], [b]) => a - b);
}

describe('BinTable', () => {
  it('counts as a Map does', () => {
    fc.assert(
      fc.property(bins, fc.nat(300), (entries, expected) => {
        const table = tableOf(entries, expected);
        expect(entriesOf(table)).toEqual(modelOf(entries));
        expect(table.size).toBe(modelOf(entries).length);
      }),
    );
  });

  it('drops bits of its keys, at once or in steps, and goes on counting', () => {
    fc.assert(
      fc.property(bins, bins, fc.integer({ min: 1, max: 15 }), (before, after, bits) => {
        const steps = tableOf(before);
        for (let i = 0; i < bits; i++) dropBits(steps, 1);
        const table = tableOf(before);
        dropBits(table, bits);
        expect(entriesOf(table)).toEqual(modelOf(before, bits));
        expect(entriesOf(steps)).toEqual(entriesOf(table));
        for (const [key, count] of after) addToBin(table, key >>> bits, count);
        expect(entriesOf(table)).toEqual(modelOf([...before, ...after], bits));
      }),
    );
  });

  it('coarsens by as few bits as will do, however often keys came in between', () => {
    fc.assert(
      fc.property(bins, bins, fc.integer({ min: 2, max: 60 }), (first, second, most) => {
        const table = tableOf(first);
        let bits = coarsenTo(table, most);
        for (const [key, count] of second) addToBin(table, key >>> bits, count);
        bits += coarsenTo(table, most);
        const all = [...first, ...second];
        expect(entriesOf(table)).toEqual(modelOf(all, bits));
        expect(table.size).toBeLessThanOrEqual(most);
        if (bits > 0) expect(modelOf(all, bits - 1).length).toBeGreaterThan(most);
      }),
    );
  });

  it('takes in another table, coarser or not, and leaves it alone', () => {
    fc.assert(
      fc.property(bins, bins, fc.nat(31), (own, other, bits) => {
        const from = tableOf(other);
        const into = tableOf(own.map(([key, count]) => [key >>> bits, count] as const));
        addBins(into, from, bits);
        expect(entriesOf(into)).toEqual(modelOf([...own, ...other], bits));
        expect(entriesOf(from)).toEqual(modelOf(other));
      }),
    );
  });

  it('grows to any size, and counts to 2^53', () => {
    const entries = Array.from(
      { length: 20_000 },
      (_, i) => [Math.imul(i, 0x9e3779b1) >>> 0, i + 1] as const,
    );
    expect(entriesOf(tableOf(entries))).toEqual(modelOf(entries));
    const table = tableOf([[7, 2 ** 53 - 1]]);
    addToBin(table, 7, 1);
    expect(entriesOf(table)).toEqual([[7, 2 ** 53]]);
  });
});
