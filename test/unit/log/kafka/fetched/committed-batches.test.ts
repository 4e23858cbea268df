import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  committedBatches,
  type BatchOfProducer,
} from '../../../../../src/log/kafka/fetched/committed-batches.js';

interface Entry {
  readonly producerId: bigint;
  readonly kind: 'data' | 'commit' | 'abort' | 'plain';
}

/** A partition as a broker keeps it: transactions of several producers through each other, each with its end marker. */
function partition(entries: readonly Entry[]) {
  const batches: BatchOfProducer[] = [];
  const open = new Map<bigint, number>();
  const aborted: { producerId: bigint; firstOffset: number; lastOffset: number }[] = [];
  const visible = new Set<number>();
  const pending = new Map<bigint, number[]>();
  for (const { producerId, kind } of entries) {
    const baseOffset = batches.length;
    if (kind === 'plain') {
      batches.push({ baseOffset, producerId: -1n, inTransaction: false, marker: null });
      visible.add(baseOffset);
    } else if (kind === 'data') {
      if (!open.has(producerId)) open.set(producerId, baseOffset);
      pending.set(producerId, [...(pending.get(producerId) ?? []), baseOffset]);
      batches.push({ baseOffset, producerId, inTransaction: true, marker: null });
    } else if (open.has(producerId)) {
      batches.push({ baseOffset, producerId, inTransaction: true, marker: kind });
      if (kind === 'abort')
        aborted.push({ producerId, firstOffset: open.get(producerId) as number, lastOffset: baseOffset });
      else for (const own of pending.get(producerId) ?? []) visible.add(own);
      open.delete(producerId);
      pending.delete(producerId);
    }
  }
  // Only what is decided can be fetched.
  const stable = Math.min(batches.length, ...open.values());
  return { batches: batches.slice(0, stable), aborted, visible };
}

const entry = fc.record({
  producerId: fc.constantFrom(1n, 2n, 3n, 4n),
  kind: fc.constantFrom<Entry['kind']>('data', 'data', 'data', 'commit', 'abort', 'plain'),
});

describe('what a reader of committed records sees', () => {
  it('is every batch of a committed transaction and none of an aborted one, wherever the fetch begins', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), fc.nat(59), fc.nat(59), (entries, a, b) => {
        const { batches, aborted, visible } = partition(entries);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const fetched = batches.slice(from, to);
        const seen = committedBatches(
          fetched,
          // As the broker lists them: those that touch the fetched range, in the order of their ends.
          aborted.filter(({ firstOffset, lastOffset }) => lastOffset >= from && firstOffset < to),
        );
        const wanted = fetched.filter(({ marker, baseOffset }) => marker === null && visible.has(baseOffset));
        expect(seen).toEqual(wanted);
      }),
      { numRuns: 1000 },
    );
  });
});
