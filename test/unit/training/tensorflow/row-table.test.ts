import { describe, expect, it } from 'vitest';
import {
  RowTableBuilder,
  tableBuffers,
  tableOf,
  valueAt,
} from '../../../../src/training/tensorflow/row-table.js';
import type { TrainingRow } from '../../../../src/training/port.js';

const row = (
  id: string,
  features: TrainingRow['features'],
  rest: Partial<TrainingRow> = {},
): TrainingRow => ({
  id,
  time: Number(id),
  features,
  outcome: 0,
  ...rest,
});

describe('tableOf', () => {
  it('keeps every value of every type, and orders the features by name', () => {
    const table = tableOf([
      row('1', { b: 1.5, a: 'x' }),
      row('2', { a: true, b: null }),
      row('3', { b: 'mixed', late: -0, a: Number.NaN }),
    ]);
    expect(table.features.map((column) => column.name)).toEqual(['a', 'b', 'late']);
    const read = table.features.map((column) => [0, 1, 2].map((i) => valueAt(column, i)));
    expect(read).toEqual([
      ['x', 'true', null],
      [1.5, null, 'mixed'],
      [null, null, -0],
    ]);
    expect([...table.times]).toEqual([1, 2, 3]);
  });

  it('keeps logged answers by class', () => {
    const table = tableOf([
      row('1', {}),
      row('2', {}, { logged: { task: 'multiclass', label: 'b', probabilities: { a: 0.25, b: 0.75 } } }),
    ]);
    expect(table.logged.map(({ label, values }) => [label, ...values])).toEqual([
      ['a', Number.NaN, 0.25],
      ['b', Number.NaN, 0.75],
    ]);
    expect(tableOf([row('1', {}, { logged: { task: 'binary', label: 1, score: 0.9 } })]).logged).toEqual([
      { label: '', values: Float64Array.of(0.9) },
    ]);
  });

  it('lists every buffer once, for the transfer to a thread', () => {
    const table = tableOf([row('1', { a: 'x', b: 1 }, { logged: { task: 'regression', value: 2 } })]);
    const buffers = tableBuffers(table);
    expect(new Set(buffers).size).toBe(buffers.length);
    const copy = structuredClone(table, { transfer: buffers });
    expect(valueAt(copy.features[0] as (typeof copy.features)[0], 0)).toBe('x');
    expect(table.times.length).toBe(0);
  });
});

describe('RowTableBuilder', () => {
  it('holds its caller to the number of rows', () => {
    const builder = new RowTableBuilder(1);
    expect(() => builder.build()).toThrow('made for 1 rows; 0 came');
    builder.add(row('1', {}));
    expect(() => builder.add(row('2', {}))).toThrow(RangeError);
  });
});
