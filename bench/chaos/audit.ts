/** The books at the end of a run: against the load, against themselves, and against a calm run of the same load. */
import { createHash } from 'node:crypto';
import { imbalances, type Books } from '../../src/records/books.js';
import { canonicalJson } from './canonical-json.js';
import { expectedBooks, isDeadLetter } from './expected-books.js';
import { booksOf, COMPARED, type Findings } from './findings.js';
import { FIRST_VERSION, type Load } from './load.js';

/** At most so many examples of each kind of difference. */
const EXAMPLES = 3;

/** What is wrong with a run, in words; empty when every record is in the books once, as it must be. */
export function auditLoad(load: Load, found: Findings, graceMs: number): string[] {
  return [
    ...auditInput(load, found),
    ...auditBooks(expectedBooks(load, graceMs), booksOf(found)),
    ...auditDeadLetters(load, found),
  ];
}

/** What differs between a calm run and a stormy one; empty when nothing does. */
export function auditAgainst(calm: Findings, stormy: Findings): string[] {
  const wrong: string[] = [];
  for (const topic of COMPARED) {
    const { missing, extra } = differences(calm.records[topic] ?? [], stormy.records[topic] ?? []);
    if (missing.length > 0)
      wrong.push(`${topic}: ${missing.length} records are missing, such as ${examples(missing)}`);
    if (extra.length > 0)
      wrong.push(`${topic}: ${extra.length} records too many, such as ${examples(extra)}`);
  }
  for (const [model, status] of calm.statuses) {
    const [before, after] = [canonicalJson(status), canonicalJson(stormy.statuses.get(model) ?? null)];
    if (before !== after) wrong.push(`last status of ${model}: ${before} became ${after}`);
  }
  return wrong;
}

/** What the metric store holds against what the log asks for. */
export function auditPoints(asked: ReadonlyMap<string, number>, held: ReadonlyMap<string, number>): string[] {
  const missing = [...asked].filter(([identity, value]) => held.get(identity) !== value);
  const extra = [...held.keys()].filter((identity) => !asked.has(identity));
  return [
    ...(missing.length > 0
      ? [
          `metric store: ${missing.length} of ${asked.size} points are missing or wrong, such as ${examples(missing.map(([identity]) => identity))}`,
        ]
      : []),
    ...(extra.length > 0
      ? [`metric store: ${extra.length} points that nobody asked for, such as ${examples(extra)}`]
      : []),
  ];
}

/** That the log holds the load, each item once and in order: else nothing that follows would mean anything. */
function auditInput({ items }: Load, { input }: Findings): string[] {
  const wrong: string[] = [];
  if (input.size !== items.length)
    wrong.push(`input: the load has ${items.length} records, the log has ${input.size}`);
  const next = new Map<string, number>();
  const differing: string[] = [];
  for (const item of items) {
    const lane = `${item.side}/${item.partition}`;
    const offset = next.get(lane) ?? 0;
    next.set(lane, offset + 1);
    const at = `${lane}/${offset}`;
    // Predictions carry the version that was in force: their ids are compared through the books.
    if (item.side === 'predictions' && item.model !== null && item.fate !== 'end') continue;
    const hash = createHash('sha256').update(item.text(FIRST_VERSION)).digest('hex');
    if (input.get(at) !== hash) differing.push(at);
  }
  if (differing.length > 0)
    wrong.push(
      `input: ${differing.length} records are not those of the load, such as ${examples(differing)}`,
    );
  return wrong;
}

function auditBooks(expected: ReadonlyMap<string, Books>, found: ReadonlyMap<string, Books>): string[] {
  const wrong: string[] = [];
  for (const model of new Set([...expected.keys(), ...found.keys()])) {
    const [want, have] = [expected.get(model), found.get(model)];
    const [before, after] = [canonicalJson(want ?? null), canonicalJson(have ?? null)];
    if (before !== after) wrong.push(`books of ${model}: the load says ${before}, Leeway says ${after}`);
    if (have) wrong.push(...imbalances(have).map((words) => `books of ${model} do not balance: ${words}`));
  }
  return wrong;
}

/** Every refused record stands in `dead-letters` once, under its reason, with its own bytes; and nothing else does. */
function auditDeadLetters({ items }: Load, { deadLetters, input }: Findings): string[] {
  const expected = new Map<string, string>();
  const next = new Map<string, number>();
  for (const item of items) {
    const lane = `${item.side}/${item.partition}`;
    const offset = next.get(lane) ?? 0;
    next.set(lane, offset + 1);
    if (isDeadLetter(item))
      expected.set(`${lane}/${offset}`, `${item.fate} ${input.get(`${lane}/${offset}`) ?? ''}`);
  }
  const wrong: string[] = [];
  for (const [at, line] of expected) {
    const found = deadLetters.get(at) ?? [];
    if (found.length !== 1 || found[0] !== line)
      wrong.push(`dead letter of ${at}: expected ${line}, found ${found.join(' and ') || 'none'}`);
  }
  for (const at of deadLetters.keys())
    if (!expected.has(at)) wrong.push(`dead letter of ${at}: that record was good`);
  return wrong.slice(0, EXAMPLES);
}

/** Multiset difference of two sorted lists. */
export function differences(
  calm: readonly string[],
  stormy: readonly string[],
): { readonly missing: string[]; readonly extra: string[] } {
  const missing: string[] = [];
  const extra: string[] = [];
  for (let i = 0, j = 0; i < calm.length || j < stormy.length;) {
    const [a, b] = [calm[i], stormy[j]];
    if (a !== undefined && a === b) [i, j] = [i + 1, j + 1];
    else if (b === undefined || (a !== undefined && a < b)) {
      missing.push(a as string);
      i++;
    } else {
      extra.push(b);
      j++;
    }
  }
  return { missing, extra };
}

function examples(lines: readonly string[]): string {
  return lines
    .slice(0, EXAMPLES)
    .map((line) => (line.length > 300 ? `${line.slice(0, 300)}...` : line))
    .join(' | ');
}
