import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { committedMessages, type FetchedMessage } from '../../../../src/log/kafka/committed-messages.js';

interface Entry {
  readonly producerId: string;
  readonly kind: 'data' | 'commit' | 'abort' | 'plain';
}

/** A partition as a broker keeps it: transactions of several producers through each other, each with its end marker. */
function partition(entries: readonly Entry[]) {
  const messages: FetchedMessage[] = [];
  const open = new Map<string, number>();
  const aborted: { producerId: string; firstOffset: string; lastOffset: number }[] = [];
  const visible = new Set<string>();
  const pending = new Map<string, string[]>();
  for (const { producerId, kind } of entries) {
    const at = messages.length;
    const offset = String(at);
    if (kind === 'plain') {
      messages.push({ offset, key: null, batchContext: { producerId: '-1', inTransaction: false } });
      visible.add(offset);
    } else if (kind === 'data') {
      if (!open.has(producerId)) open.set(producerId, at);
      pending.set(producerId, [...(pending.get(producerId) ?? []), offset]);
      // A record of ours may have the very key of an abort marker.
      messages.push({
        offset,
        key: Buffer.from([0, 0, 0, 0]),
        batchContext: { producerId, inTransaction: true },
      });
    } else if (open.has(producerId)) {
      const abort = kind === 'abort';
      messages.push({
        offset,
        key: Buffer.from([0, 0, 0, abort ? 0 : 1]),
        isControlRecord: true,
        batchContext: { producerId, inTransaction: true },
      });
      if (abort) aborted.push({ producerId, firstOffset: String(open.get(producerId)), lastOffset: at });
      else for (const own of pending.get(producerId) ?? []) visible.add(own);
      open.delete(producerId);
      pending.delete(producerId);
    }
  }
  // Only what is decided can be fetched.
  const stable = Math.min(messages.length, ...open.values());
  return { messages: messages.slice(0, stable), aborted, visible };
}

const entry = fc.record({
  producerId: fc.constantFrom('1', '2', '3', '4'),
  kind: fc.constantFrom<Entry['kind']>('data', 'data', 'data', 'commit', 'abort', 'plain'),
});

describe('what a reader of committed records sees', () => {
  it('is every record of a committed transaction and none of an aborted one, wherever the fetch begins', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), fc.nat(59), fc.nat(59), (entries, a, b) => {
        const { messages, aborted, visible } = partition(entries);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const fetched = messages.slice(from, to);
        const seen = committedMessages({
          messages: fetched,
          // As the broker lists them: those that touch the fetched range, in the order of their ends.
          abortedTransactions: aborted.filter(
            ({ firstOffset, lastOffset }) => lastOffset >= from && Number(firstOffset) < to,
          ),
        });
        const data = (all: readonly FetchedMessage[]) =>
          all.filter((m) => !m.isControlRecord).map((m) => m.offset);
        expect(data(seen)).toEqual(data(fetched).filter((offset) => visible.has(offset)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is everything where nothing was aborted', () => {
    const { messages } = partition([
      { producerId: '1', kind: 'data' },
      { producerId: '1', kind: 'commit' },
    ]);
    expect(committedMessages({ messages, abortedTransactions: null })).toEqual(messages);
  });
});
