/** A subscription that remembers what it saw: by default it commits each batch as consumed and produces nothing. */
import type { EventLog, LogRecord, NewRecord, Offset, Subscription, Task } from '../../../src/log/port.js';
import { after } from './fixture.js';

export interface Batch {
  readonly task: Task;
  readonly topic: string;
  readonly records: readonly LogRecord[];
  readonly unread: Readonly<Record<string, number>>;
}

export interface Consumer {
  readonly opened: Task[];
  /** Partitions held now: opened and not yet closed. */
  readonly held: Set<number>;
  readonly batches: Batch[];
  readonly fatal: Error[];
  delivered(topic?: string): LogRecord[];
  close(): Promise<void>;
}

export interface ConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly produces?: readonly string[];
  readonly maxBatchRecords?: number;
  readonly positions?: (task: Task) => Readonly<Record<string, Offset>>;
  readonly prefer?: (topics: readonly string[]) => string;
  /** Instead of the plain commit. */
  readonly process?: (batch: Batch) => Promise<void>;
}

export function consumedBy(batch: Batch): Record<string, Offset> {
  const last = batch.records.at(-1);
  if (last === undefined) throw new Error('an empty batch was delivered');
  return { [batch.topic]: after(last) };
}

export function commitBatch(batch: Batch, produced: readonly NewRecord[] = []): Promise<void> {
  return batch.task.commit({ consumed: consumedBy(batch), produced });
}

export async function consume(log: EventLog, options: ConsumerOptions): Promise<Consumer> {
  const opened: Task[] = [];
  const held = new Set<number>();
  const batches: Batch[] = [];
  const fatal: Error[] = [];
  const process = options.process ?? ((batch: Batch) => commitBatch(batch));
  const prefer = options.prefer;
  const subscription: Subscription = await log.subscribe({
    group: options.group,
    topics: options.topics,
    produces: options.produces ?? [],
    ...(options.maxBatchRecords === undefined ? {} : { maxBatchRecords: options.maxBatchRecords }),
    open: (task) => {
      opened.push(task);
      held.add(task.partition);
      return Promise.resolve({
        positions: options.positions?.(task) ?? task.committed,
        process: async (records, unread) => {
          const batch: Batch = { task, topic: records[0]?.topic ?? '', records, unread };
          batches.push(batch);
          await process(batch);
        },
        ...(prefer === undefined ? {} : { prefer }),
        close: () => {
          held.delete(task.partition);
          return Promise.resolve();
        },
      });
    },
    onFatal: (error) => {
      fatal.push(error);
    },
  });
  return {
    opened,
    held,
    batches,
    fatal,
    delivered: (topic) =>
      batches.flatMap((batch) => (topic === undefined || batch.topic === topic ? batch.records : [])),
    close: () => subscription.close(),
  };
}
