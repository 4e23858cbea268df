import type { Batch } from 'kafkajs';

/** What kafkajs's events about batches carry. */
export interface BatchEvent {
  readonly topic: string;
  readonly partition: number;
  /** 0 where the fetch brought transaction markers and aborted records only. */
  readonly batchSize: number;
  readonly lastOffset: string | null;
  readonly highWatermark: string;
}

/**
 * The offset that was asked for. kafkajs's types leave it out, but only it tells a gap that compaction or a marker
 * made (asked for 5, got 7: nothing is lost) from a jump (wanted 5, kafkajs asked for 7).
 */
export function fetchedOffset(batch: Batch): number {
  const { fetchedOffset: offset } = batch as Batch & { readonly fetchedOffset?: unknown };
  if (typeof offset !== 'string')
    throw new Error('this kafkajs has no Batch.fetchedOffset: version 2.2.4 is needed');
  return Number(offset);
}
