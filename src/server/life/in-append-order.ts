/** Reads one partition of several topics as they were appended, topic beside topic: what a stage that keeps abreast sees. */
import type { EventLog, LogRecord } from '../../log/port.js';

interface Waiting {
  readonly records: readonly LogRecord[];
  readonly taken: () => void;
}

/**
 * Hands over batches of one topic each, the one that was appended first before the others; awaits each.
 * @param since records that were appended earlier are left out, epoch ms
 */
export async function readInAppendOrder(
  log: EventLog,
  topics: readonly string[],
  partition: number,
  since: number,
  onRecords: (records: readonly LogRecord[]) => Promise<void>,
): Promise<void> {
  const waiting = new Map<string, Waiting>();
  const reading = new Set(topics);
  let ended = false;
  let wake: () => void = () => undefined;
  let changed = new Promise<void>((resolve) => (wake = resolve));
  const notice = (): void => {
    wake();
    changed = new Promise<void>((resolve) => (wake = resolve));
  };
  const readers = topics.map(async (topic) => {
    try {
      const { first, next } = await log.range(topic, partition);
      await log.read(topic, partition, first, next, (all) => {
        const records = all.filter(({ appendedAt }) => appendedAt >= since);
        if (ended) throw new Error('nobody reads any more');
        if (records.length === 0) return undefined;
        return new Promise<void>((taken) => {
          waiting.set(topic, { records, taken });
          notice();
        });
      });
    } finally {
      reading.delete(topic);
      notice();
    }
  });
  const merging = (async () => {
    for (;;) {
      // Every topic that is still being read must have shown what it has before one is chosen.
      while ([...reading].some((topic) => !waiting.has(topic))) await changed;
      const [topic, batch] = firstAppended(waiting);
      if (!batch) return;
      await onRecords(batch.records);
      waiting.delete(topic);
      batch.taken();
    }
  })();
  try {
    await Promise.all([...readers, merging]);
  } finally {
    // Whoever failed ends all: readers that wait for their turn must not wait for ever.
    ended = true;
    for (const batch of waiting.values()) batch.taken();
  }
}

function firstAppended(waiting: ReadonlyMap<string, Waiting>): [string, Waiting | undefined] {
  let first: [string, Waiting | undefined] = ['', undefined];
  for (const [topic, batch] of waiting) {
    if (!first[1] || timeOf(batch) < timeOf(first[1])) first = [topic, batch];
  }
  return first;
}

function timeOf({ records }: Waiting): number {
  return records[0]?.appendedAt ?? Infinity;
}
