import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditAgainst, auditLoad, auditPoints, differences } from '../../../../bench/chaos/audit.js';
import { canonicalJson } from '../../../../bench/chaos/canonical-json.js';
import { expectedBooks, isDeadLetter } from '../../../../bench/chaos/expected-books.js';
import { hashOf, type Findings } from '../../../../bench/chaos/findings.js';
import { makeLoad } from '../../../../bench/chaos/load.js';
import type { StatusRecord } from '../../../../src/records/feed.js';

const HOUR = 3_600_000;
const load = makeLoad({ seed: 3, days: 4, rowsADay: 80, partitions: 4 });

/** What a run without a fault leaves behind. */
function faultless(): Findings {
  const input = new Map<string, string>();
  const deadLetters = new Map<string, string[]>();
  const next = new Map<string, number>();
  for (const item of load.items) {
    const lane = `${item.side}/${item.partition}`;
    const offset = next.get(lane) ?? 0;
    next.set(lane, offset + 1);
    const hash = hashOf(Buffer.from(item.text('0')));
    input.set(`${lane}/${offset}`, hash);
    if (isDeadLetter(item)) deadLetters.set(`${lane}/${offset}`, [`${item.fate} ${hash}`]);
  }
  const statuses = new Map(
    [...expectedBooks(load, HOUR)].map(([model, books]) => [
      model,
      { model, books } as unknown as StatusRecord,
    ]),
  );
  return {
    records: { panes: ['a', 'b', 'c'], alerts: ['x'] },
    statuses,
    deadLetters,
    input,
    points: new Map([['p', 1]]),
  };
}

function changed(change: (found: { -readonly [K in keyof Findings]: Findings[K] }) => void): Findings {
  const found = faultless();
  change(found);
  return found;
}

describe('the audit of a run', () => {
  it('finds nothing wrong with a faultless one', () => {
    expect(auditLoad(load, faultless(), HOUR)).toEqual([]);
    expect(auditAgainst(faultless(), faultless())).toEqual([]);
  });

  it('sees a record that was counted twice, or not at all', () => {
    for (const by of [1, -1]) {
      const found = faultless();
      const books = found.statuses.get('orders')?.books;
      if (books) books.outcomes.joined += by;
      expect(auditLoad(load, found, HOUR).join()).toMatch(
        /books of orders: the load says .*books of orders do not balance/,
      );
    }
  });

  it('sees a dead letter that is missing, doubled, of another reason, or of a good record', () => {
    const [[at, lines] = ['', []]] = [...faultless().deadLetters];
    const cases: [string, readonly string[]][] = [
      [at, []],
      [at, [...lines, ...lines]],
      [at, lines.map((line) => line.replace(/^\S+/, 'too-large'))],
      ['predictions/0/999999', ['bad-json 00']],
    ];
    for (const [where, letters] of cases) {
      const found = changed((f) => (f.deadLetters = new Map([...f.deadLetters, [where, letters]])));
      expect(auditLoad(load, found, HOUR).join()).toContain(`dead letter of ${where}`);
    }
  });

  it('sees that the log does not hold the load', () => {
    const lost = changed((f) => (f.input = new Map([...f.input].slice(1))));
    expect(auditLoad(load, lost, HOUR).join()).toMatch(/input: the load has \d+ records, the log has \d+/);
    const swapped = changed(
      (f) => (f.input = new Map([...f.input].map(([at]) => [at, hashOf(Buffer.from('?'))]))),
    );
    expect(auditLoad(load, swapped, HOUR).join()).toMatch(/input: \d+ records are not those of the load/);
  });

  it('sees a record that is missing, doubled or different from the calm run', () => {
    const withPanes = (panes: string[]): Findings => changed((f) => (f.records = { ...f.records, panes }));
    expect(auditAgainst(faultless(), withPanes(['a', 'c']))).toEqual([
      'panes: 1 records are missing, such as b',
    ]);
    expect(auditAgainst(faultless(), withPanes(['a', 'b', 'b', 'c']))).toEqual([
      'panes: 1 records too many, such as b',
    ]);
    expect(auditAgainst(faultless(), withPanes(['a', 'b', 'd']))).toHaveLength(2);
  });

  it('sees a point that is missing, wrong or nobody asked for', () => {
    const asked = new Map([['p', 1]]);
    expect(auditPoints(asked, new Map([['p', 1]]))).toEqual([]);
    for (const held of [
      new Map<string, number>(),
      new Map([['p', 2]]),
      new Map([
        ['p', 1],
        ['q', 1],
      ]),
    ]) {
      expect(auditPoints(asked, held)).toHaveLength(1);
    }
  });
});

describe('differences of two sorted lists', () => {
  it('are what turns the one into the other', () => {
    const lists = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 })
      .map((list) => list.sort());
    fc.assert(
      fc.property(lists, lists, (calm, stormy) => {
        const { missing, extra } = differences(calm, stormy);
        expect([...calm, ...extra].sort()).toEqual([...stormy, ...missing].sort());
        for (const one of missing) expect(extra).not.toContain(one);
      }),
    );
  });
});

describe('canonical JSON', () => {
  it('is the same in whatever order an object was put together, and keeps that of arrays', () => {
    expect(canonicalJson({ b: { y: 1, x: [2, 1] }, a: null })).toBe('{"a":null,"b":{"x":[2,1],"y":1}}');
    expect(canonicalJson({ a: null, b: { x: [2, 1], y: 1 } })).toBe('{"a":null,"b":{"x":[2,1],"y":1}}');
  });
});
