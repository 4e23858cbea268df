import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  addToAttribute,
  attributeFromJson,
  attributeToJson,
  emptyAttribute,
  MAX_GROUPS,
  mergeAttribute,
  type AttributeCounts,
  type AttributeCountsJson,
  type GroupedRow,
} from '../../../src/fairness/index.js';

type Row = readonly [group: string | null, row: GroupedRow];

const label = fc.constantFrom('0', '1', 'é');
const rowOf = (group: fc.Arbitrary<string | null>): fc.Arbitrary<Row> =>
  fc.tuple(
    group,
    fc.record(
      { predicted: label, actual: label, score: fc.double({ min: 0, max: 1, noNaN: true }) },
      { requiredKeys: ['predicted', 'actual'] },
    ),
  );
const few = fc.array(rowOf(fc.constantFrom('a', 'b', '', '__proto__', '1', null)));
const many = fc.array(rowOf(fc.nat(300).map((n) => `group ${n}`)), { minLength: 80, maxLength: 250 });
const rows = fc.oneof(few, many);

function countsOf(given: readonly Row[]): AttributeCounts {
  const counts = emptyAttribute();
  for (const [group, row] of given) addToAttribute(counts, group, row);
  return counts;
}

const text = (counts: AttributeCounts): string => JSON.stringify(attributeToJson(counts));
const back = (counts: AttributeCounts): AttributeCounts =>
  attributeFromJson(JSON.parse(text(counts)) as AttributeCountsJson);

function merged(...parts: readonly AttributeCounts[]): AttributeCounts {
  const all = emptyAttribute();
  for (const part of parts) mergeAttribute(all, part);
  return all;
}

describe('counts by the groups of an attribute', () => {
  it('depend on the set of rows only, in memory and through JSON', () => {
    fc.assert(
      fc.property(rows, rows, rows, (a, b, c) => {
        const whole = text(countsOf([...c, ...a, ...b]));
        const left = merged(merged(countsOf(a), back(countsOf(b))), countsOf(c));
        const right = merged(back(countsOf(c)), merged(countsOf(b), back(countsOf(a))));
        expect(text(left)).toBe(whole);
        expect(text(right)).toBe(whole);
        expect(text(back(left))).toBe(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('merging leaves the other side as it was', () => {
    fc.assert(
      fc.property(few, few, (a, b) => {
        const [from, into] = [countsOf(a), emptyAttribute()];
        const before = text(from);
        mergeAttribute(into, from);
        mergeAttribute(into, countsOf(b));
        expect(text(from)).toBe(before);
      }),
      { numRuns: 40 },
    );
  });

  it('count rows of no group and of too many groups', () => {
    const given = Array.from({ length: 500 }, (_, i): Row => [
      i < 100 ? null : `g${i}`,
      { predicted: '1', actual: '0' },
    ]);
    const stored = attributeToJson(countsOf(given));
    expect([stored.rows, stored.missing, stored.groups.length]).toEqual([500, 100, MAX_GROUPS]);
  });

  it('refuse a score that is no probability, and count nothing of it', () => {
    const counts = emptyAttribute();
    for (const score of [NaN, -0.1, 1.5]) {
      expect(() => addToAttribute(counts, 'a', { predicted: '1', actual: '1', score })).toThrow(
        `a score is a probability between 0 and 1, not ${score}`,
      );
    }
    expect(text(counts)).toBe(text(emptyAttribute()));
  });
});
