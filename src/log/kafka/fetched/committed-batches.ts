/**
 * Which batches of a fetch a reader of committed records may see. kafkajs 2.2.4 (`src/consumer/filterAbortedMessages.js`) lets
 * aborted records through when several transactions of one partition were aborted: the broker lists them in the order of
 * their ends, kafkajs takes that for the order of their beginnings, and steps into at most one of them at each message. Four
 * profiler partitions that die together leave exactly that behind.
 */
import type { AbortedTransaction } from './fetch-response.js';
import type { RecordBatch } from './record-batch.js';

export type BatchOfProducer = Pick<RecordBatch, 'baseOffset' | 'producerId' | 'inTransaction' | 'marker'>;

/** The batches of records, in their order, without those of aborted transactions and without markers. */
export function committedBatches<B extends BatchOfProducer>(
  batches: readonly B[],
  abortedTransactions: readonly AbortedTransaction[],
): B[] {
  const ahead = abortedTransactions.toSorted((a, b) => a.firstOffset - b.firstOffset);
  const aborted = new Set<bigint>();
  let next = 0;
  return batches.filter(({ baseOffset, producerId, inTransaction, marker }) => {
    // A fetch may begin in the midst of several transactions.
    for (let t = ahead[next]; t && t.firstOffset <= baseOffset; t = ahead[++next]) aborted.add(t.producerId);
    if (marker === 'abort') aborted.delete(producerId);
    return marker === null && !(inTransaction && aborted.has(producerId));
  });
}
