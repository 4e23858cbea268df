/**
 * Which messages of a fetch a reader of committed records may see. It stands in for kafkajs 2.2.4's own filter
 * (`src/consumer/filterAbortedMessages.js`), which lets aborted records through when several transactions of one partition
 * were aborted: the broker lists them in the order of their ends, kafkajs takes that for the order of their beginnings, and
 * steps into at most one of them at each message. Four profiler partitions that die together leave exactly that behind.
 */
export interface FetchedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly isControlRecord?: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/** Control record of type ABORT: key = version 0, type 0. */
const ABORT = Buffer.from([0, 0, 0, 0]);

export function committedMessages<M extends FetchedMessage>({
  messages,
  abortedTransactions,
}: {
  readonly messages: readonly M[];
  readonly abortedTransactions?: readonly AbortedTransaction[] | null;
}): M[] {
  const ahead = (abortedTransactions ?? [])
    .map(({ producerId, firstOffset }) => ({ producerId, first: BigInt(firstOffset) }))
    .sort((a, b) => Number(a.first - b.first));
  if (ahead.length === 0) return [...messages];
  const aborted = new Set<string>();
  let next = 0;
  return messages.filter(({ offset, key, isControlRecord, batchContext }) => {
    const at = BigInt(offset);
    // A fetch may begin in the midst of several transactions.
    for (let t = ahead[next]; t && t.first <= at; t = ahead[++next]) aborted.add(t.producerId);
    const { producerId } = batchContext;
    if (isControlRecord) {
      if (key && ABORT.equals(key)) aborted.delete(producerId);
      return true;
    }
    return !(batchContext.inTransaction && aborted.has(producerId));
  });
}
