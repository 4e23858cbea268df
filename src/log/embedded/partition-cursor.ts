/** Reads one partition in offset order, a page at a time. What it hands out was copied out of LMDB's memory. */
import { LogError } from '../errors.js';
import type { LogRecord } from '../port.js';
import { BlockReader } from './block.js';
import type { Ledger } from './ledger.js';
import type { BlockKey, Store } from './store.js';

/** A page ends when it has grown past this, so that large records cannot fill the memory. */
const maxPageBytes = 8 * 1024 * 1024;

export class PartitionCursor {
  readonly #store: Store;
  readonly #ledger: Ledger;
  readonly #topic: string;
  readonly #partition: number;
  #position: number;
  #block: BlockReader | undefined;

  constructor(store: Store, ledger: Ledger, topic: string, partition: number, position: number) {
    this.#store = store;
    this.#ledger = ledger;
    this.#topic = topic;
    this.#partition = partition;
    this.#position = position;
  }

  /** Offset of the next record to read; in compacted topics that record may be gone. */
  get position(): number {
    return this.#position;
  }

  /** How many offsets lie between the position and the end. */
  get unread(): number {
    return Math.max(0, this.#ledger.extent(this.#topic, this.#partition).next - this.#position);
  }

  /**
   * Up to `limit` records below `to`; none only if there are none up to `to` or to the end.
   * Throws `LogError` (`offset-gap`) when retention has removed the record at the position.
   */
  read(limit: number, to = Infinity): LogRecord[] {
    // LMDB would crash the process on a closed environment.
    if (this.#store.closed) throw new Error('the embedded log is closed');
    const { first, next } = this.#ledger.extent(this.#topic, this.#partition);
    if (this.#position < first) {
      throw new LogError(
        'offset-gap',
        `topic ${this.#topic}, partition ${this.#partition}: offset ${this.#position} is asked for, but retention has ` +
          `removed everything below ${first}; lengthen the topic's retention, or start from ${first} and accept the loss`,
      );
    }
    const end = Math.min(to, next);
    const records: LogRecord[] = [];
    if (this.#block !== undefined) this.#take(this.#block, records, limit, end);
    if (records.length >= limit || this.#position >= end) return records;
    let bytes = 0;
    for (const { key, value } of this.#store.blocks.getRange({
      start: this.#startKey(),
      end: [...this.#key(), end],
    })) {
      const blockFirst = (key as BlockKey)[2];
      if (blockFirst > this.#position) this.#checkCompacted(blockFirst);
      const block = new BlockReader(this.#topic, this.#partition, blockFirst, value);
      this.#block = block;
      this.#take(block, records, limit, end);
      bytes += value.length;
      if (records.length >= limit || (records.length > 0 && bytes >= maxPageBytes)) return records;
    }
    // All that is left below `end`, if anything, was compacted away.
    this.#position = end;
    return records;
  }

  #take(block: BlockReader, records: LogRecord[], limit: number, end: number): void {
    block.skipTo(this.#position);
    while (records.length < limit && !block.exhausted && block.offset < end) records.push(block.next());
    this.#position = Math.max(this.#position, Math.min(block.offset, end));
    if (block.exhausted) this.#block = undefined;
  }

  /** Only compaction leaves gaps between blocks; anywhere else a gap is a damaged store, and reading on would hide it. */
  #checkCompacted(found: number): void {
    if (this.#ledger.topic(this.#topic).cleanup === 'compact') return;
    throw new Error(
      `topic ${this.#topic}, partition ${this.#partition}: the record at offset ${this.#position} is missing in the ` +
        `store, the next one is ${found}; the log's directory is damaged: restore it from a copy`,
    );
  }

  #key(): [string, number] {
    return [this.#topic, this.#partition];
  }

  /** Key of the block that holds the position: the last one that starts at or before it. */
  #startKey(): BlockKey {
    const start: BlockKey = [...this.#key(), this.#position];
    const before = this.#store.blocks.getKeys({ start, end: this.#key(), reverse: true, limit: 1 });
    for (const key of before) return key as BlockKey;
    return start;
  }
}
