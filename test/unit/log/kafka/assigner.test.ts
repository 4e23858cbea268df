import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { coPartition } from '../../../../src/log/kafka/assigner.js';

const ascending = (a: number, b: number): number => a - b;
const newcomers = (members: readonly string[]): Map<string, { generation: number; partitions: number[] }> =>
  new Map(members.map((member) => [member, { generation: -1, partitions: [] }]));
const partitions = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('coPartition', () => {
  it('keeps partition p of all topics together where dealing out topic by topic would not', () => {
    const assignment = coPartition(newcomers(['b', 'a']), { predictions: [0, 1, 2], outcomes: [0, 1, 2] });
    expect(Object.fromEntries(assignment)).toEqual({
      a: { predictions: [0, 2], outcomes: [0, 2] },
      b: { predictions: [1], outcomes: [1] },
    });
  });

  it('gives every partition to exactly one member, whatever the order of members and partitions', () => {
    const groups = fc.record({
      members: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }),
      count: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(groups, ({ members, count }) => {
        const topics = { x: partitions(count), y: partitions(count).reverse() };
        const assignment = coPartition(newcomers(members), topics);
        expect(Object.fromEntries(coPartition(newcomers([...members].reverse()), topics))).toEqual(
          Object.fromEntries(assignment),
        );
        const held = [...assignment.values()];
        for (const { x = [], y = [] } of held) expect([...y].sort(ascending)).toEqual([...x].sort(ascending));
        expect(held.flatMap(({ x = [] }) => x).sort(ascending)).toEqual(partitions(count));
        const sizes = held.map(({ x = [] }) => x.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
