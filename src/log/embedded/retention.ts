/**
 * What is deleted with time: whole blocks of `delete` topics whose append time is older than the topic's retention (a
 * block is appended at one time, so it expires as a whole), and tombstones of compacted topics once followers have had
 * a day to read them.
 */
import { appendTimeOf } from './block.js';
import type { StoreWrite } from './draft.js';
import type { GroupCommit } from './group-commit.js';
import type { Ledger } from './ledger.js';
import type { BlockKey, Store } from './store.js';

/** As long as Kafka keeps them by default (`delete.retention.ms`). */
const tombstoneRetentionMs = 24 * 3_600_000;
/** A long backlog is deleted in several transactions, so that writers between them do not wait. */
const maxRemovals = 1_000;

interface Expired {
  readonly removals: readonly StoreWrite[];
  readonly bytes: number;
  readonly first: number;
}

export async function retain(store: Store, ledger: Ledger, commits: GroupCommit, now: number): Promise<void> {
  for (const { name, partitions, cleanup, retentionMs } of ledger.topics.values()) {
    if (cleanup === 'delete' && retentionMs < 0) continue;
    const find = cleanup === 'compact' ? expiredTombstones : expiredBlocks;
    const before = now - (cleanup === 'compact' ? tombstoneRetentionMs : retentionMs);
    for (let partition = 0; partition < partitions; partition++) {
      let removed: number;
      do {
        removed = 0;
        await commits.run((draft) => {
          const { removals, bytes, first } = find(store, ledger, name, partition, before);
          if (removals.length > 0) draft.expire(name, partition, removals, bytes, first);
          removed = removals.length;
        }, false);
      } while (removed >= maxRemovals);
    }
  }
}

function expiredBlocks(
  store: Store,
  ledger: Ledger,
  topic: string,
  partition: number,
  before: number,
): Expired {
  const { first, next } = ledger.extent(topic, partition);
  const removals: StoreWrite[] = [];
  let bytes = 0;
  let firstKept = first;
  for (const { key, value } of store.blocks.getRange({
    start: [topic, partition, first],
    end: [topic, partition, next],
  })) {
    firstKept = (key as BlockKey)[2];
    if (appendTimeOf(value) >= before || removals.length >= maxRemovals) {
      return { removals, bytes, first: firstKept };
    }
    removals.push(({ blocks }) => void blocks.remove(key));
    bytes += value.length;
  }
  return { removals, bytes, first: next };
}

function expiredTombstones(
  store: Store,
  ledger: Ledger,
  topic: string,
  partition: number,
  before: number,
): Expired {
  const { first, next } = ledger.extent(topic, partition);
  const removals: StoreWrite[] = [];
  let bytes = 0;
  for (const { key, value } of store.tombstones.getRange({
    start: [topic, partition, 0],
    end: [topic, partition, next],
  })) {
    if (value.appendedAt >= before || removals.length >= maxRemovals) break;
    bytes += store.blocks.getBinary(key)?.length ?? 0;
    removals.push(({ blocks, tombstones, latest }) => {
      void blocks.remove(key);
      void tombstones.remove(key);
      void latest.remove([topic, partition, value.digest]);
    });
  }
  return { removals, bytes, first };
}
