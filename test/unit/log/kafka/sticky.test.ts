import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeClaim, encodeClaim, stickyAssignment, type Claim } from '../../../../src/log/kafka/sticky.js';

const ascending = (a: number, b: number): number => a - b;
const byFirst = (a: readonly number[], b: readonly number[]): number => (a[0] ?? -1) - (b[0] ?? -1);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const fresh: Claim = { generation: -1, partitions: [] };

/** Any claims: of partitions that do not exist, of the same ones, of none. */
const groups = fc.integer({ min: 1, max: 16 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    claims: fc.dictionary(
      fc.string({ minLength: 1, maxLength: 4 }),
      fc.record({
        generation: fc.integer({ min: -1, max: 3 }),
        partitions: fc.uniqueArray(fc.integer({ min: 0, max: count + 2 }), { maxLength: count }),
      }),
      { minKeys: 1, maxKeys: 6 },
    ),
  }),
);

/** How many partitions stay where they are at best, with sizes that differ by at most one: tried out. */
function mostThatCanStay(sizes: readonly number[], partitions: number): number {
  const least = Math.floor(partitions / sizes.length);
  const larger = partitions - least * sizes.length;
  let best = 0;
  for (let choice = 0; choice < 2 ** sizes.length; choice++) {
    const quotas = sizes.map((_, i) => least + ((choice >> i) & 1));
    if (quotas.reduce((a, b) => a + b, 0) !== least * sizes.length + larger) continue;
    best = Math.max(
      best,
      sizes.reduce((sum, size, i) => sum + Math.min(size, quotas[i] ?? 0), 0),
    );
  }
  return best;
}

describe('stickyAssignment', () => {
  it('gives every partition to one member, evenly, and the same for any order of members and partitions', () => {
    fc.assert(
      fc.property(groups, ({ claims, count }) => {
        const assignment = stickyAssignment(new Map(Object.entries(claims)), upTo(count));
        const held = [...assignment.values()];
        expect(held.flat().sort(ascending)).toEqual(upTo(count));
        const sizes = held.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const reversed = stickyAssignment(new Map(Object.entries(claims).reverse()), upTo(count).reverse());
        expect(Object.fromEntries(reversed)).toEqual(Object.fromEntries(assignment));
      }),
    );
  });

  it('moves as few partitions as an even share allows', () => {
    fc.assert(
      fc.property(groups, fc.integer(), ({ claims, count }, seed) => {
        // Claims that agree: each partition is held by one member or by none.
        const names = Object.keys(claims);
        const owner = upTo(count).map((p) => Math.abs((seed ^ (p * 2_654_435_761)) % (names.length + 1)));
        const agreed = names.map((name, i): [string, Claim] => [
          name,
          { generation: 1, partitions: upTo(count).filter((p) => owner[p] === i) },
        ]);
        const assignment = stickyAssignment(new Map(agreed), upTo(count));
        const stayed = agreed.reduce(
          (sum, [name, { partitions }]) =>
            sum + partitions.filter((p) => assignment.get(name)?.includes(p) === true).length,
          0,
        );
        const sizes = agreed.map(([, { partitions }]) => partitions.length);
        expect(stayed).toBe(mostThatCanStay(sizes, count));
      }),
    );
  });

  it('changes nothing when nobody has come or gone, whatever the members are called now', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 1, max: 99 }), ({ claims, count }, salt) => {
        const first = [...stickyAssignment(new Map(Object.entries(claims)), upTo(count))];
        const renamed = first.map(([name, partitions]): [string, Claim] => [
          `${(name.codePointAt(0) ?? 0) * salt}-${name}`,
          { generation: 1, partitions },
        ]);
        expect([...stickyAssignment(new Map(renamed), upTo(count)).values()].sort(byFirst)).toEqual(
          first.map(([, partitions]) => partitions).sort(byFirst),
        );
      }),
    );
  });

  it('lets the one that held a partition last have it', () => {
    const claims = new Map<string, Claim>([
      ['a', { generation: 4, partitions: [0, 1] }],
      ['b', { generation: 5, partitions: [1, 2] }],
    ]);
    expect(Object.fromEntries(stickyAssignment(claims, upTo(4)))).toEqual({ a: [0, 3], b: [1, 2] });
  });

  it('one, two, four members and back: each keeps what it can', () => {
    let claims = new Map<string, Claim>([['first', fresh]]);
    let generation = 0;
    const step = (members: readonly string[]): Record<string, number[]> => {
      claims = new Map(members.map((member): [string, Claim] => [member, claims.get(member) ?? fresh]));
      const assignment = stickyAssignment(claims, upTo(8));
      generation++;
      claims = new Map([...assignment].map(([name, partitions]) => [name, { generation, partitions }]));
      return Object.fromEntries(assignment);
    };
    expect(step(['first'])).toEqual({ first: upTo(8) });
    expect(step(['first', 'a second'])).toEqual({ first: [0, 1, 2, 3], 'a second': [4, 5, 6, 7] });
    expect(step(['a second', 'first', 'third', 'fourth'])).toEqual({
      first: [0, 1],
      'a second': [4, 5],
      fourth: [2, 6],
      third: [3, 7],
    });
    expect(step(['first', 'third'])).toEqual({ first: [0, 1, 2, 5], third: [3, 4, 6, 7] });
    expect(step(['third'])).toEqual({ third: upTo(8) });
  });
});

describe('claims as bytes', () => {
  it('come back as they went', () => {
    const claim = { generation: 7, partitions: [0, 3, 1_000] };
    expect(decodeClaim(encodeClaim(claim))).toEqual(claim);
  });

  it.each([Buffer.alloc(0), Buffer.from([1]), Buffer.from([0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2])])(
    'of another version are none: %j',
    (bytes) => {
      expect(decodeClaim(bytes)).toEqual(fresh);
    },
  );
});
