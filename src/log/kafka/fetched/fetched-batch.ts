/** What one fetch brought of a partition, in the place of kafkajs's own `Batch`: what its runner asks for, and the records. */
import type { Batch } from 'kafkajs';
import type { LogRecord } from '../../port.js';
import { TRAIL_HEADER } from '../commit-trail.js';
import { committedBatches } from './committed-batches.js';
import type { FetchedPartition } from './fetch-response.js';
import { NO_HEADERS, readRecords, type FetchedRecord } from './record-batch.js';

/** What kafkajs's events about batches carry. */
export interface BatchEvent {
  readonly topic: string;
  readonly partition: number;
  /** 0 where the fetch brought transaction markers and aborted records only. */
  readonly batchSize: number;
  readonly lastOffset: string | null;
  readonly highWatermark: string;
}

export class FetchedBatch {
  readonly topic: string;
  /**
   * The offset that was asked for: it tells a gap that compaction or a marker made (asked for 5, got 7: nothing is lost)
   * from a jump (wanted 5, kafkajs asked for 7).
   */
  readonly fetchedOffset: string;
  readonly partition: number;
  readonly highWatermark: string;
  readonly messages: FetchedRecord[] = [];
  /** Whether anything came, markers and aborted records included. */
  readonly #came: boolean;
  /** Offset of the last that came; below the one asked for where nothing reached it. */
  readonly #last: number;

  constructor(topic: string, fetchedOffset: string, data: FetchedPartition) {
    this.topic = topic;
    this.fetchedOffset = fetchedOffset;
    this.partition = data.partition;
    this.highWatermark = data.highWatermark;
    this.#came = data.messages.length > 0;
    this.#last = data.messages.at(-1)?.lastOffset ?? -1;
    const from = Number(fetchedOffset);
    // A batch comes whole, even where it was asked for from its midst on.
    for (const batch of committedBatches(data.messages, data.abortedTransactions)) {
      readRecords(batch, topic, data.partition, from, this.messages);
    }
  }

  isEmpty(): boolean {
    return this.messages.length === 0;
  }

  isEmptyIncludingFiltered(): boolean {
    return !this.#came || this.#last < Number(this.fetchedOffset);
  }

  isEmptyDueToFiltering(): boolean {
    return this.isEmpty() && this.#came;
  }

  isEmptyControlRecord(): boolean {
    return this.isEmpty() && !this.isEmptyIncludingFiltered();
  }

  isEmptyDueToLogCompactedMessages(): boolean {
    return this.#came && this.isEmptyIncludingFiltered();
  }

  firstOffset(): string | null {
    return this.isEmptyIncludingFiltered() ? null : String(this.messages[0]?.offset ?? this.fetchedOffset);
  }

  /** What the next fetch begins behind. */
  lastOffset(): string {
    if (this.isEmptyDueToLogCompactedMessages()) return this.fetchedOffset;
    return String(this.#came ? this.#last : Number(this.highWatermark) - 1);
  }

  offsetLag(): string {
    return String(Number(this.highWatermark) - 1 - Number(this.lastOffset()));
  }

  offsetLagLow(): string {
    return String(
      Number(this.highWatermark) - 1 - Number(this.firstOffset() ?? Number(this.highWatermark) - 1),
    );
  }
}

/**
 * The records of a batch that our kafkajs hands over, under their topic's plain name, and without the adapter's own header.
 *
 * @param onStep hears what stood in it (`commit-trail.ts`)
 */
export function recordsOf(
  batch: Batch,
  topic: string,
  onStep?: (text: string) => void,
): readonly LogRecord[] {
  const { messages } = fetched(batch);
  for (let i = 0; i < messages.length; i++) {
    const record = messages[i] as FetchedRecord;
    record.topic = topic;
    if (record.headers === NO_HEADERS) continue;
    const step = record.headers[TRAIL_HEADER];
    if (step === undefined) continue;
    onStep?.(step);
    const { [TRAIL_HEADER]: _, ...headers } = record.headers;
    messages[i] = { ...record, headers };
  }
  return messages;
}

export function fetchedOffset(batch: Batch): number {
  return Number(fetched(batch).fetchedOffset);
}

function fetched(batch: Batch): FetchedBatch {
  const given: unknown = batch;
  if (!(given instanceof FetchedBatch))
    throw new Error('kafkajs has made a batch of its own: version 2.2.4 is needed');
  return given;
}
