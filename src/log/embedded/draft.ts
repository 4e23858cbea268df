/**
 * One transaction of the log in the making: several operations that wait together are staged here, each whole or not at
 * all (an operation checks everything before it stages anything), and become one LMDB transaction.
 */
import { LogError } from '../errors.js';
import type { NewRecord, TopicSpec } from '../port.js';
import { partitionOf } from '../partitioner.js';
import { measure, type MeasuredRecord } from './block.js';
import type { BlockArena } from './block-arena.js';
import type { DiskRoom } from './disk-room.js';
import { storeBlocks } from './blocks.js';
import { storeLatest } from './compaction.js';
import { emptyExtent, partitionName, type Entries, type Extent, type Ledger } from './ledger.js';
import type { Store } from './store.js';

/** A write to the store, run inside of the transaction. */
export type StoreWrite = (store: Store) => void;

interface Part {
  readonly spec: TopicSpec;
  readonly partition: number;
  readonly records: MeasuredRecord[];
}

/** Records that were checked and measured, by partition: ready to be staged. */
export interface CheckedRecords {
  readonly parts: readonly Part[];
  readonly bytes: number;
}

class Changes<V> {
  readonly entries: Entries<V>;
  readonly changed = new Map<string, V>();

  constructor(entries: Entries<V>) {
    this.entries = entries;
  }

  get(name: string): V | undefined {
    return this.changed.get(name) ?? this.entries.get(name);
  }

  set(name: string, value: V): void {
    this.changed.set(name, value);
  }
}

export class Draft {
  readonly topics: Changes<TopicSpec>;
  readonly extents: Changes<Extent>;
  readonly offsets: Changes<number>;
  readonly epochs: Changes<number>;
  readonly #ledger: Ledger;
  readonly #now: number;
  readonly #maxBytes: number;
  readonly #room: DiskRoom;
  readonly #appended = new Map<string, Part>();
  readonly #removals: StoreWrite[] = [];
  #bytes: number;

  constructor(ledger: Ledger, now: number, maxBytes: number, room: DiskRoom) {
    this.#ledger = ledger;
    this.#now = now;
    this.#maxBytes = maxBytes;
    this.#room = room;
    this.#bytes = ledger.storedBytes();
    this.topics = new Changes(ledger.topics);
    this.extents = new Changes(ledger.extents);
    this.offsets = new Changes(ledger.offsets);
    this.epochs = new Changes(ledger.epochs);
  }

  /** Throws `record-too-large`, `topic-mismatch` or `log-full`; stages nothing. */
  check(records: readonly NewRecord[]): CheckedRecords {
    const parts: Part[] = [];
    // Once for each record: by topic and partition number, as building a name would cost more than all the rest.
    const byTopic = new Map<string, { readonly spec: TopicSpec; readonly parts: (Part | undefined)[] }>();
    let bytes = 0;
    for (const record of records) {
      let topic = byTopic.get(record.topic);
      if (topic === undefined) {
        topic = { spec: this.#ledger.topic(record.topic), parts: [] };
        byTopic.set(record.topic, topic);
      }
      const { spec } = topic;
      const partition = record.partition ?? partitionOf(record.key, spec.partitions);
      const measured = measure(record);
      checkRecord(spec, partition, measured);
      bytes += measured.bytes;
      let part = topic.parts[partition];
      if (part === undefined) {
        this.#ledger.extent(record.topic, partition);
        part = { spec, partition, records: [] };
        topic.parts[partition] = part;
        parts.push(part);
      }
      part.records.push(measured);
    }
    if (bytes > 0 && this.#bytes + bytes > this.#maxBytes) {
      throw new LogError(
        'log-full',
        `the embedded log holds ${this.#bytes} of at most ${this.#maxBytes} bytes and cannot take ${bytes} more; ` +
          'wait until retention has deleted old records, shorten the retention, or raise maxBytes',
      );
    }
    if (bytes > 0) this.#room.checkRecords(bytes);
    return { parts, bytes };
  }

  append(checked: CheckedRecords): void {
    this.#bytes += checked.bytes;
    this.#room.take(checked.bytes);
    for (const { spec, partition, records } of checked.parts) {
      const name = partitionName(spec.name, partition);
      const appended = this.#appended.get(name);
      if (appended === undefined) this.#appended.set(name, { spec, partition, records });
      else for (const record of records) appended.records.push(record);
    }
  }

  /** Retention: `removals` take `bytes` from a partition, whose first offset becomes `first`. */
  expire(
    topic: string,
    partition: number,
    removals: readonly StoreWrite[],
    bytes: number,
    first: number,
  ): void {
    const name = partitionName(topic, partition);
    const extent = this.extents.get(name) ?? emptyExtent;
    this.extents.set(name, { ...extent, first, bytes: extent.bytes - bytes });
    this.#bytes -= bytes;
    this.#removals.push(...removals);
  }

  /** Offset after the last record, with what is staged. */
  next(topic: string, partition: number): number {
    const staged = this.#appended.get(partitionName(topic, partition))?.records.length ?? 0;
    return this.#ledger.extent(topic, partition).next + staged;
  }

  /**
   * Writes all of it as ONE LMDB transaction; resolves when it is committed, not yet flushed. What it took of the arena
   * is free then.
   */
  async write(store: Store, arena: BlockArena): Promise<void> {
    const writes = [...this.#removals];
    for (const [name, { spec, partition, records }] of this.#appended) {
      const extent = this.extents.get(name) ?? emptyExtent;
      const appendedAt = Math.max(this.#now, extent.appendedAt);
      const place = { topic: spec.name, partition, first: extent.next, appendedAt };
      const stored =
        spec.cleanup === 'compact' ? storeLatest(store, place, records) : storeBlocks(arena, place, records);
      writes.push(...stored.writes);
      const next = extent.next + records.length;
      this.extents.set(name, { ...extent, next, bytes: extent.bytes + stored.bytes, appendedAt });
    }
    for (const changes of [this.topics, this.extents, this.offsets, this.epochs]) {
      for (const [name, value] of changes.changed) {
        writes.push(({ ledger }) => void ledger.put([changes.entries.kind, name], value));
      }
    }
    // An empty batch would be no transaction, and there would be nothing to wait for.
    if (writes.length > 0) {
      await store.environment.batch(() => {
        for (const write of writes) write(store);
      });
    }
  }

  /** After `write` has succeeded: the ledger follows. Returns the partitions that have new records. */
  apply(): readonly string[] {
    for (const [name, value] of this.topics.changed) this.topics.entries.set(name, value);
    for (const [name, value] of this.extents.changed) this.extents.entries.set(name, value);
    for (const [name, value] of this.offsets.changed) this.offsets.entries.set(name, value);
    for (const [name, value] of this.epochs.changed) this.epochs.entries.set(name, value);
    return [...this.#appended.keys()];
  }
}

function checkRecord(spec: TopicSpec, partition: number, record: MeasuredRecord): void {
  if (record.bytes > spec.maxRecordBytes) {
    throw new LogError(
      'record-too-large',
      `topic ${spec.name}, partition ${partition}: a record has ${record.bytes} bytes (key, value and headers) and the ` +
        `topic takes at most ${spec.maxRecordBytes}; make it smaller or raise the topic's maxRecordBytes`,
    );
  }
  if (spec.cleanup === 'compact' && record.key === null) {
    throw new TypeError(
      `topic ${spec.name}, partition ${partition}: a compacted topic keeps the latest record of each key, so each ` +
        'needs a key',
    );
  }
}
