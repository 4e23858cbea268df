/**
 * How records are laid down in compacted topics: one block a record, and the record of the same key that was there before
 * goes in the same transaction. So a compacted topic never holds more than the latest record of each key, without a
 * background job; offsets keep growing and have gaps. A tombstone takes the place of its key's record, so that followers
 * hear of the deletion, until retention removes it (see `retention.ts`).
 */
import { encodeBlock, type MeasuredRecord } from './block.js';
import type { Place, Stored } from './blocks.js';
import type { StoreWrite } from './draft.js';
import { digestOf, type Store } from './store.js';

export function storeLatest(store: Store, place: Place, records: readonly MeasuredRecord[]): Stored {
  const { topic, partition, first, appendedAt } = place;
  const latest = new Map<string, { offset: number; record: MeasuredRecord }>();
  records.forEach((record, i) => {
    if (record.key === null)
      throw new TypeError(`topic ${topic}: a record without a key cannot be compacted`);
    latest.set(record.key, { offset: first + i, record });
  });
  const writes: StoreWrite[] = [];
  let bytes = 0;
  for (const [key, { offset, record }] of latest) {
    const digest = digestOf(key);
    const previous = store.latest.get([topic, partition, digest]);
    if (previous !== undefined) {
      bytes -= store.blocks.getBinary([topic, partition, previous])?.length ?? 0;
      writes.push(({ blocks, tombstones }) => {
        void blocks.remove([topic, partition, previous]);
        void tombstones.remove([topic, partition, previous]);
      });
    }
    const block = encodeBlock([record], appendedAt);
    bytes += block.length;
    writes.push(({ blocks, latest: index, tombstones }) => {
      void blocks.put([topic, partition, offset], block);
      void index.put([topic, partition, digest], offset);
      if (record.value === null) void tombstones.put([topic, partition, offset], { digest, appendedAt });
    });
  }
  return { writes, bytes };
}
