import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** An aggregate of values: what every one of them must be able to do. */
export interface Monoid<A, V, J> {
  readonly empty: () => A;
  readonly add: (aggregate: A, value: V) => void;
  readonly merge: (into: A, from: A) => void;
  readonly toJson: (aggregate: A) => J;
  readonly fromJson: (json: J) => A;
}

/**
 * The laws of a commutative monoid over the SET of values, on the bytes of its JSON form: whatever the order and the
 * grouping, and whether parts travelled as JSON or not, the same values give the same bytes.
 */
export function obeysTheLaws<A, V, J>(
  name: string,
  monoid: Monoid<A, V, J>,
  value: fc.Arbitrary<V>,
  maxLength = 40,
): void {
  const effort = { numRuns: maxLength < 40 ? 25 : 60 };
  const values = fc.array(value, { maxLength, size: 'max' });
  const { empty, toJson, fromJson } = monoid;
  const of = (items: readonly V[]): A => {
    const aggregate = empty();
    for (const item of items) monoid.add(aggregate, item);
    return aggregate;
  };
  const plus = (...parts: readonly A[]): A => {
    const into = empty();
    for (const part of parts) monoid.merge(into, part);
    return into;
  };
  const bytes = (aggregate: A): string => JSON.stringify(toJson(aggregate));
  const sent = (aggregate: A): A => fromJson(JSON.parse(bytes(aggregate)) as J);

  describe(`${name} is a commutative monoid`, () => {
    it('merges associatively and commutatively, with empty as its identity', () => {
      fc.assert(
        fc.property(values, values, values, (a, b, c) => {
          const left = bytes(plus(plus(of(a), of(b)), of(c)));
          expect(bytes(plus(of(a), plus(of(b), of(c))))).toBe(left);
          expect(bytes(plus(of(c), of(b), of(a)))).toBe(left);
          expect(bytes(plus(of(a), empty()))).toBe(bytes(of(a)));
          expect(bytes(plus(empty(), of(a)))).toBe(bytes(of(a)));
        }),
        effort,
      );
    });

    it('equals one pass over the union in any order and grouping, through JSON or not', () => {
      const placed = fc.array(fc.record({ value, group: fc.nat(4), rank: fc.nat(), viaJson: fc.boolean() }), {
        maxLength: 2 * maxLength,
        size: 'max',
      });
      fc.assert(
        fc.property(placed, (items) => {
          const shuffled = items.toSorted((a, b) => a.rank - b.rank);
          const parts = [3, 0, 4, 1, 2].map((group) => {
            const own = shuffled.filter((item) => item.group === group);
            const part = of(own.map((item) => item.value));
            return own[0]?.viaJson ? sent(part) : part;
          });
          expect(bytes(plus(...parts))).toBe(bytes(of(items.map((item) => item.value))));
        }),
        effort,
      );
    });

    it('survives JSON, and neither merging nor reading back ties two aggregates together', () => {
      fc.assert(
        fc.property(values, values, (a, b) => {
          const json = toJson(of(a));
          const before = JSON.stringify(json);
          const back = fromJson(json);
          expect(bytes(back)).toBe(before);
          const from = of(b);
          const untouched = bytes(from);
          monoid.merge(back, from);
          expect(JSON.stringify(json)).toBe(before);
          for (const item of a) monoid.add(back, item);
          expect(bytes(from)).toBe(untouched);
          expect(bytes(plus(sent(of(a)), sent(of(b))))).toBe(bytes(plus(of(a), of(b))));
        }),
        effort,
      );
    });
  });
}
