import { describe, expect, it } from 'vitest';
import { RowSample } from '../../../src/explain/row-sample.js';

const rows = Array.from({ length: 500 }, (_, i) => ({ id: `r${i}`, time: i, features: { x: i } }));

function sampled(all: typeof rows): RowSample {
  const sample = new RowSample(50);
  for (const row of all) sample.add(row);
  return sample;
}

describe('RowSample', () => {
  it('keeps the same rows in whatever order they come, and tells how many there were', () => {
    const forwards = sampled(rows);
    expect(sampled(rows.toReversed()).rows()).toEqual(forwards.rows());
    expect(forwards.rows()).toHaveLength(50);
    expect(forwards.seen).toBe(500);
    expect(forwards.rows().map(({ time }) => time)).toEqual(
      forwards
        .rows()
        .map(({ time }) => time)
        .sort((a, b) => a - b),
    );
  });

  it('keeps all there are where they are fewer, each id once', () => {
    const few = sampled([...rows.slice(0, 20), ...rows.slice(0, 20)]);
    expect([few.rows().length, few.seen]).toEqual([20, 20]);
  });
});
