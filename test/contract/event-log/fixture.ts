/** What an adapter provides to the contract suite, and the few helpers that its cases share. */
import { afterAll, beforeAll } from 'vitest';
import type { EventLog, LogRecord, NewRecord, Offset, TopicSpec } from '../../../src/log/port.js';

export interface EventLogFixture {
  /**
   * Opens another client of the same log, as another process would (embedded: the one instance there can be).
   * The fixture closes all of them in `close`; cases never do.
   */
  log(): Promise<EventLog>;
  /** A name that no other case and no other run uses: of a topic, a group or a writer. */
  topic(suffix: string): string;
  /** Takes a task away from whoever holds it, as a second process would that believes to own it. */
  fence(group: string, topics: readonly string[], partition: number): Promise<void>;
  /** Deletes, as retention would, at least the records below `before`; left out where an engine cannot do so at will. */
  expire?(topic: string, partition: number, before: Offset): Promise<void>;
  close(): Promise<void>;
}

/** One fixture for the `describe` block that calls this; read it inside of the cases only. */
export function useFixture(setup: () => Promise<EventLogFixture>): () => EventLogFixture {
  let fixture: EventLogFixture | undefined;
  beforeAll(async () => {
    fixture = await setup();
  });
  afterAll(async () => {
    await fixture?.close();
  });
  return () => {
    if (fixture === undefined) throw new Error('the fixture is read outside of a case');
    return fixture;
  };
}

export function spec(name: string, changes: Partial<TopicSpec> = {}): TopicSpec {
  return {
    name,
    partitions: 1,
    cleanup: 'delete',
    retentionMs: -1,
    maxRecordBytes: 256 * 1024,
    ...changes,
  };
}

export function record(topic: string, key: string | null, value: string, partition?: number): NewRecord {
  return { topic, key, value: Buffer.from(value), ...(partition === undefined ? {} : { partition }) };
}

/** Records `prefix0`..`prefix(count-1)` for one partition. */
export function numbered(topic: string, count: number, prefix = '', partition = 0): NewRecord[] {
  return Array.from({ length: count }, (_, i) => record(topic, `k${i}`, `${prefix}${i}`, partition));
}

export function texts(records: readonly LogRecord[]): string[] {
  return records.map((r) => r.value?.toString() ?? '(tombstone)');
}

export function after(record: LogRecord): Offset {
  return (record.offset + 1) as Offset;
}

/** All that a read-committed reader finds in the partition now. */
export async function readAll(log: EventLog, topic: string, partition = 0): Promise<LogRecord[]> {
  const { first, next } = await log.range(topic, partition);
  const found: LogRecord[] = [];
  await log.read(topic, partition, first, next, (records) => {
    found.push(...records);
  });
  return found;
}

/**
 * `readAll` once at least `count` records can be read: a commit has taken place when it resolves, but on Kafka readers
 * see it only when the transaction's markers are written, a moment later.
 */
export async function readAtLeast(
  count: number,
  log: EventLog,
  topic: string,
  partition = 0,
): Promise<LogRecord[]> {
  let found: LogRecord[] = [];
  await eventually(`${count} records in ${topic}[${partition}]`, async () => {
    found = await readAll(log, topic, partition);
    return found.length >= count;
  });
  return found;
}

/** Polls until `condition` holds; the limit only ends a case that would otherwise hang. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A promise with its resolver: holds a handler at a place until the case lets go. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection, but the call succeeded');
}
