/**
 * What the log knows beside its records: topics, extents of partitions, committed offsets of groups, epochs of tasks
 * and writers. It is small, so it lives in memory, as a copy of what the store holds: read at opening, then changed only
 * together with a transaction of the one writer. A `Draft` (see `draft.ts`) collects the changes of a transaction.
 */
import { LogError } from '../errors.js';
import type { Offset, PartitionRange, TopicSpec } from '../port.js';
import type { Store } from './store.js';

export interface Extent {
  /** First offset that is kept; of compacted topics always 0, whatever compaction has removed above it. */
  readonly first: number;
  readonly next: number;
  /** Bytes of all stored blocks. */
  readonly bytes: number;
  /** Append time of the newest record, epoch ms; append times of a partition never go back. */
  readonly appendedAt: number;
}

export const emptyExtent: Extent = { first: 0, next: 0, bytes: 0, appendedAt: 0 };

/** All entries of one kind, by name. */
export class Entries<V> {
  readonly kind: string;
  readonly #stored = new Map<string, V>();

  constructor(kind: string) {
    this.kind = kind;
  }

  get(name: string): V | undefined {
    return this.#stored.get(name);
  }

  values(): Iterable<V> {
    return this.#stored.values();
  }

  /** Only for what the store holds already. */
  set(name: string, value: V): void {
    this.#stored.set(name, value);
  }
}

export class Ledger {
  readonly topics = new Entries<TopicSpec>('topic');
  readonly extents = new Entries<Extent>('extent');
  readonly offsets = new Entries<number>('offset');
  readonly epochs = new Entries<number>('epoch');

  static load(store: Store): Ledger {
    const ledger = new Ledger();
    const kinds = new Map<string, Entries<never>>(
      [ledger.topics, ledger.extents, ledger.offsets, ledger.epochs].map((entries) => [
        entries.kind,
        entries as unknown as Entries<never>,
      ]),
    );
    for (const { key, value } of store.ledger.getRange()) {
      const entries = kinds.get(key[0]);
      if (entries === undefined) {
        throw new Error(
          `the log holds an entry of the unknown kind '${key[0]}': a newer version of Leeway wrote it; start that one`,
        );
      }
      entries.set(key[1], value as never);
    }
    return ledger;
  }

  topic(name: string): TopicSpec {
    const spec = this.topics.get(name);
    if (spec === undefined) {
      throw new LogError(
        'topic-mismatch',
        `topic ${name} does not exist; create it with ensureTopics before it is used`,
      );
    }
    return spec;
  }

  /** Throws for an unknown topic and for a partition that the topic has not got. */
  extent(topic: string, partition: number): Extent {
    const { partitions } = this.topic(topic);
    if (!Number.isInteger(partition) || partition < 0 || partition >= partitions) {
      throw new LogError(
        'topic-mismatch',
        `topic ${topic} has partitions 0 to ${partitions - 1}, not ${partition}`,
      );
    }
    return this.extents.get(partitionName(topic, partition)) ?? emptyExtent;
  }

  range(topic: string, partition: number): PartitionRange {
    const { first, next } = this.extent(topic, partition);
    return { first: first as Offset, next: next as Offset };
  }

  committed(group: string, topic: string, partition: number): number | undefined {
    return this.offsets.get(offsetName(group, topic, partition));
  }

  storedBytes(): number {
    let bytes = 0;
    for (const extent of this.extents.values()) bytes += extent.bytes;
    return bytes;
  }
}

export const partitionName = (topic: string, partition: number): string => `${topic}/${partition}`;
export const offsetName = (group: string, topic: string, partition: number): string =>
  `${group}|${topic}/${partition}`;
export const taskName = (group: string, partition: number): string => `task|${group}/${partition}`;
export const writerName = (id: string): string => `writer|${id}`;
