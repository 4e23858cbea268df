/** How appended records are laid down in topics that keep all records: cut into blocks. */
import { encodeBlock, type MeasuredRecord } from './block.js';
import type { BlockArena } from './block-arena.js';
import type { StoreWrite } from './draft.js';

/** At most so many records and about so many bytes a block: what a reader holds in memory at once. */
const maxBlockRecords = 10_000;
const maxBlockBytes = 4 * 1024 * 1024;

export interface Place {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the first of the records. */
  readonly first: number;
  readonly appendedAt: number;
}

export interface Stored {
  readonly writes: readonly StoreWrite[];
  /** By how much the stored bytes of the partition grow (compaction may make them shrink). */
  readonly bytes: number;
}

export function storeBlocks(arena: BlockArena, place: Place, records: readonly MeasuredRecord[]): Stored {
  const { topic, partition, first, appendedAt } = place;
  const writes: StoreWrite[] = [];
  let bytes = 0;
  let start = 0;
  while (start < records.length) {
    const end = endOfBlock(records, start);
    const block = encodeBlock(
      start === 0 && end === records.length ? records : records.slice(start, end),
      appendedAt,
      (size) => arena.take(size),
    );
    const offset = first + start;
    writes.push(({ blocks }) => void blocks.put([topic, partition, offset], block));
    bytes += block.length;
    start = end;
  }
  return { writes, bytes };
}

function endOfBlock(records: readonly MeasuredRecord[], start: number): number {
  let bytes = 0;
  let end = start;
  while (end < records.length && end - start < maxBlockRecords && bytes < maxBlockBytes) {
    bytes += records[end]?.bytes ?? 0;
    end++;
  }
  return end;
}
