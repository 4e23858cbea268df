/**
 * Reads a log that another process may own and write: LMDB lets any number of processes read what was committed. What
 * retention removes meanwhile is left out.
 */
import type { LogReader, LogRecord, Offset, PartitionRange } from '../port.js';
import { Ledger } from './ledger.js';
import { PartitionCursor } from './partition-cursor.js';
import { openStore, type Store } from './store.js';

const pageRecords = 10_000;

/** @param directory a log that is there */
export function openEmbeddedReader(directory: string): LogReader {
  return new EmbeddedReader(openStore(directory, { readOnly: true }));
}

class EmbeddedReader implements LogReader {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async range(topic: string, partition: number): Promise<PartitionRange> {
    return Ledger.load(this.#store).range(topic, partition);
  }

  async read(
    topic: string,
    partition: number,
    from: Offset,
    to: Offset,
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<void> {
    for (let position: number = from; ;) {
      // The ledger and the blocks of a page are read in one turn, so of one snapshot: the owner goes on writing.
      const ledger = Ledger.load(this.#store);
      const { first, next } = ledger.extent(topic, partition);
      position = Math.max(position, first);
      const end = Math.min(to, next);
      if (position >= end) return;
      const cursor = new PartitionCursor(this.#store, ledger, topic, partition, position);
      const records = cursor.read(pageRecords, end);
      position = cursor.position;
      if (records.length > 0) await onRecords(records);
    }
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
