import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogAdmin } from '../admin.js';
import { BlockReader } from './block.js';
import { lockDirectory } from './directory-lock.js';
import { emptyExtent, Ledger, offsetName, partitionName } from './ledger.js';
import { openStore, type BlockKey } from './store.js';

/** Opens the log's directory for the time until `close`. Throws `LogError` (`locked`) when another process has it open. */
export function createEmbeddedLogAdmin(directory: string): LogAdmin {
  if (!existsSync(join(directory, 'log.mdb'))) {
    throw new Error(`there is no log in ${directory}: name the data directory with --data`);
  }
  const unlock = lockDirectory(directory);
  const store = openStore(directory);
  const ledger = Ledger.load(store);
  return {
    // Members live in the process that owns the directory, and that is this one.
    checkIdle: () => Promise.resolve(),
    forgetGroup: async (group) => {
      await store.environment.batch(() => {
        for (const { name, partitions } of ledger.topics.values()) {
          for (let partition = 0; partition < partitions; partition++)
            void store.ledger.remove(['offset', offsetName(group, name, partition)]);
        }
      });
    },
    deleteBefore: async (topic, partition, offset) => {
      const extent = ledger.extent(topic, partition);
      let { first, bytes } = extent;
      await store.environment.batch(() => {
        for (const { key, value } of store.blocks.getRange({
          start: [topic, partition, first],
          end: [topic, partition, extent.next],
        })) {
          const end = endOf(topic, partition, key as BlockKey, value);
          if (end > offset) break;
          void store.blocks.remove(key);
          bytes -= value.length;
          first = end;
        }
        const name = partitionName(topic, partition);
        void store.ledger.put(['extent', name], { ...emptyExtent, ...extent, first, bytes });
      });
    },
    close: async () => {
      await store.environment.flushed;
      await store.close();
      unlock();
    },
  };
}

/** Offset after the last record of a block. */
function endOf(topic: string, partition: number, [, , first]: BlockKey, block: Buffer): number {
  const reader = new BlockReader(topic, partition, first, block);
  reader.skipTo(Infinity);
  return reader.offset;
}
