/**
 * Kafka's record batches (format v2, since 0.11): bytes to records without an object or a text more than a record needs.
 * kafkajs makes about ten of them a record, half of the cost of reading it.
 */
import type { LogRecord, Offset } from '../../port.js';
import { BrokenBytesError, ByteCursor } from './byte-cursor.js';

/** Where the bits of a batch's attributes are. */
const CODEC = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const MAGIC = 2;
/** Base offset and length stand before what the length counts. */
const BEFORE_LENGTH = 12;
/** From the length to the magic byte. */
const BEFORE_MAGIC = 4;
/** Everything up to the records. */
const HEADER = 61;

/** A batch as it lies in a partition: of one producer, in one transaction or in none. */
export interface RecordBatch {
  readonly baseOffset: number;
  /** Of the last record that was in it; compaction may have taken that one away. */
  readonly lastOffset: number;
  readonly producerId: bigint;
  readonly inTransaction: boolean;
  /** The end of a transaction: `abort` or `commit`; null for records. */
  readonly marker: 'abort' | 'commit' | null;
  readonly firstTimestamp: number;
  /** The broker's time of append, where the topic has that; else the producer's times count. */
  readonly appendedAt: number | null;
  readonly count: number;
  /** Not compressed any more. */
  readonly records: Buffer;
}

/** The codec of a type other than 0. @throws Error where there is none */
export type CodecOf = (type: number) => { decompress(bytes: Buffer): Promise<Buffer> };

/**
 * The whole batches in what a fetch brought of a partition. A broker cuts at `maxBytes`: the last one may be half there,
 * and comes with the next fetch.
 *
 * @throws BrokenBytesError on other formats
 */
export async function recordBatches(bytes: Buffer, codecOf: CodecOf): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for (let from = 0; from + HEADER <= bytes.length;) {
    const end = from + BEFORE_LENGTH + bytes.readInt32BE(from + 8);
    const magic = bytes.readInt8(from + BEFORE_LENGTH + BEFORE_MAGIC);
    if (magic !== MAGIC) {
      throw new BrokenBytesError(
        `records in format ${magic}, of Kafka before 0.11: let them be written anew, or wait until retention has deleted them`,
      );
    }
    if (end < from + HEADER) throw new BrokenBytesError(`a batch of ${end - from} bytes`);
    if (end > bytes.length) break;
    batches.push(await recordBatch(new ByteCursor(bytes, from, end), codecOf));
    from = end;
  }
  return batches;
}

async function recordBatch(cursor: ByteCursor, codecOf: CodecOf): Promise<RecordBatch> {
  const baseOffset = Number(cursor.int64());
  // Length, leader epoch, magic, checksum.
  cursor.pass(4 + 4 + 1 + 4);
  const attributes = cursor.int16();
  const lastOffset = baseOffset + cursor.int32();
  const firstTimestamp = Number(cursor.int64());
  const maxTimestamp = Number(cursor.int64());
  const producerId = cursor.int64();
  // Producer epoch, first sequence number.
  cursor.pass(2 + 4);
  const count = cursor.int32();
  const packed = cursor.bytes.subarray(cursor.at, cursor.end);
  const codec = attributes & CODEC;
  const records = codec === 0 || count <= 0 ? packed : await codecOf(codec).decompress(packed);
  return {
    baseOffset,
    lastOffset,
    producerId,
    inTransaction: (attributes & TRANSACTIONAL) !== 0,
    marker: (attributes & CONTROL) === 0 ? null : markerOf(records),
    firstTimestamp,
    appendedAt: (attributes & LOG_APPEND_TIME) === 0 ? null : maxTimestamp,
    count,
    records,
  };
}

/** The key of a control record: its version, and its type as int16; 0 is an abort. */
function markerOf(records: Buffer): 'abort' | 'commit' {
  const cursor = new ByteCursor(records);
  cursor.varint();
  cursor.int8();
  cursor.varint();
  cursor.varint();
  cursor.varint();
  cursor.int16();
  return cursor.int16() === 0 ? 'abort' : 'commit';
}

/** A record out of a batch. Who hands it on gives it its topic's plain name. */
export type FetchedRecord = Omit<LogRecord, 'topic'> & { topic: string };

/** Most records have none, and then all of them this. */
export const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** Appends the batch's records from `fromOffset` on. */
export function readRecords(
  batch: RecordBatch,
  topic: string,
  partition: number,
  fromOffset: number,
  into: FetchedRecord[],
): void {
  const { records: bytes, baseOffset, firstTimestamp, appendedAt } = batch;
  const cursor = new ByteCursor(bytes);
  for (let i = 0; i < batch.count; i++) {
    const length = cursor.varint();
    const end = cursor.at + length;
    if (length < 0 || end > bytes.length)
      throw new BrokenBytesError(`a record of ${length} bytes in a batch of ${bytes.length}`);
    // Attributes of single records: none are defined.
    cursor.pass(1);
    const timestampDelta = cursor.varint();
    const offset = baseOffset + cursor.varint();
    if (offset < fromOffset) {
      cursor.at = end;
      continue;
    }
    const keyLength = cursor.varint();
    const keyFrom = keyLength < 0 ? 0 : cursor.pass(keyLength);
    const valueLength = cursor.varint();
    const valueFrom = valueLength < 0 ? 0 : cursor.pass(valueLength);
    const headers = cursor.varint();
    into.push({
      topic,
      partition,
      offset: offset as Offset,
      key: keyLength < 0 ? null : bytes.toString('utf8', keyFrom, keyFrom + keyLength),
      value: valueLength < 0 ? null : bytes.subarray(valueFrom, valueFrom + valueLength),
      headers: headers === 0 ? NO_HEADERS : readHeaders(cursor, headers),
      appendedAt: appendedAt ?? firstTimestamp + timestampDelta,
    });
    if (cursor.at > end) throw new BrokenBytesError(`a record that is longer than its ${length} bytes`);
    cursor.at = end;
  }
}

/** A header may repeat: the last one counts. One without a value says nothing. */
function readHeaders(cursor: ByteCursor, count: number): Record<string, string> {
  const headers: Record<string, string> = {};
  const { bytes } = cursor;
  for (let i = 0; i < count; i++) {
    const nameLength = cursor.varint();
    const name = cursor.pass(nameLength);
    const length = cursor.varint();
    if (length < 0) continue;
    const value = cursor.pass(length);
    headers[bytes.toString('utf8', name, name + nameLength)] = bytes.toString('utf8', value, value + length);
  }
  return headers;
}
