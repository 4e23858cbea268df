import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyGate, frontier, passRecord, pendingAnswers, promotions } from '../../../producers/loop-gate.js';
import type { ModelRecord, RetrainingRecord, StatusRecord } from '../../../src/records/feed.js';

type GateRecord = StatusRecord | RetrainingRecord | ModelRecord;

const status = (
  decidedUntil: number | null,
  requests: string[] = [],
  ended = false,
  awaited: StatusRecord['awaited'] = [],
) =>
  ({ v: 1, kind: 'status', model: 'm', decidedUntil, requests, ended, awaited }) as unknown as StatusRecord;
const request = (id: string, effectiveFrom: number) =>
  ({ v: 1, kind: 'retraining', id, effectiveFrom }) as unknown as RetrainingRecord;
const answer = (id: string, version: string, effectiveFrom: number, promoted = true) =>
  ({ v: 1, kind: 'model', request: id, version, effectiveFrom, promoted }) as unknown as ModelRecord;

function gateAfter(records: readonly GateRecord[]) {
  const gate = emptyGate(0, 10);
  for (const record of records) passRecord(gate, record);
  return gate;
}

/** A life of decisions: every two steps a request, in force one lead later, answered before the next step. */
const life: readonly GateRecord[] = [
  status(5),
  request('a', 20),
  status(10, ['a']),
  answer('a', '1', 20),
  status(24, ['a']),
  request('b', 40),
  status(30, ['a', 'b']),
  answer('b', '2', 40, false),
  status(45, ['a', 'b']),
  request('c', 60),
  status(50, ['a', 'b', 'c']),
];

describe('the loop gate', () => {
  it('lets a replay run one lead ahead of its beginning, then of what has been decided', () => {
    expect(frontier(gateAfter([]))).toBe(10);
    expect(frontier(gateAfter([status(7)]))).toBe(17);
    expect(frontier(gateAfter([status(7), status(3), status(null)]))).toBe(17);
  });

  it('does not pass the moment from which a requested version would be in force, until the request is answered', () => {
    const asked = [request('a', 12), status(9, ['a'])];
    expect(frontier(gateAfter(asked))).toBe(12);
    expect(frontier(gateAfter([...asked, status(30, ['a'])]))).toBe(12);
    expect(frontier(gateAfter([...asked, status(30, ['a']), answer('a', '1', 12, false)]))).toBe(40);
  });

  it('lets nothing move while a decided request has not arrived itself: its date is unknown', () => {
    expect(frontier(gateAfter([status(9, ['a'])]))).toBe(-Infinity);
    expect(frontier(gateAfter([status(9, ['a']), request('a', 15)]))).toBe(15);
  });

  it('does not pass the moment from which a reference will be in force, until that reference has come', () => {
    const asked = gateAfter([status(9, [], false, [{ id: 'own', effectiveFrom: 12 }])]);
    expect(frontier(asked)).toBe(12);
    expect(pendingAnswers(asked)).toBe(1);
    passRecord(asked, status(9));
    expect(frontier(asked)).toBe(19);
    expect(pendingAnswers(asked)).toBe(0);
  });

  it('lists promoted versions in the order in which they come into force, rejected ones never', () => {
    const gate = gateAfter([
      answer('c', '10', 30),
      answer('b', '9', 30),
      answer('x', '3', 25, false),
      answer('a', '2', 20),
    ]);
    expect(promotions(gate).map(({ version }) => version)).toEqual(['2', '9', '10']);
  });

  it('comes to the same, in whatever order the records of the three topics arrive', () => {
    const expected = gateAfter(life);
    fc.assert(
      fc.property(fc.shuffledSubarray([...life], { minLength: life.length }), (shuffled) => {
        const gate = gateAfter(shuffled);
        expect(frontier(gate)).toBe(frontier(expected));
        expect(promotions(gate)).toEqual(promotions(expected));
      }),
    );
    expect(frontier(expected)).toBe(60);
  });

  it('never passes an unanswered request, whatever has arrived so far', () => {
    const dates = new Map([
      ['a', 20],
      ['b', 40],
      ['c', 60],
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...life]), (arrived) => {
        const gate = gateAfter(arrived);
        for (const id of gate.requests) {
          if (!gate.answers.has(id)) expect(frontier(gate)).toBeLessThanOrEqual(dates.get(id) as number);
        }
      }),
    );
  });
});
