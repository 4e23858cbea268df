/**
 * The stored form of records: a block holds consecutive records of one partition, appended in one transaction.
 *
 * Header, 16 bytes: version u8, 3 bytes zero, count u32, append time f64 (epoch ms).
 * Each record: key bytes i32, value bytes i32 (-1 = null), header bytes u32, then key (UTF-8), headers (JSON), value.
 * All little-endian. The first offset stands in the block's key in the store, so a block knows offsets only by index.
 */
import type { LogRecord, NewRecord, Offset } from '../port.js';

const version = 1;
const blockHeaderBytes = 16;
const recordHeaderBytes = 12;
const noHeaders: Readonly<Record<string, string>> = Object.freeze({});

/** A record with the sizes that its encoding needs, measured once. */
export interface MeasuredRecord {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: string;
  readonly keyBytes: number;
  readonly headerBytes: number;
  /** Key, value and headers: what `maxRecordBytes` limits. */
  readonly bytes: number;
}

export function measure(record: NewRecord): MeasuredRecord {
  const { key, value } = record;
  const keyBytes = key === null ? 0 : Buffer.byteLength(key);
  let headers = '';
  if (record.headers !== undefined) {
    // An empty object needs no bytes.
    const text = JSON.stringify(record.headers);
    if (text !== '{}') headers = text;
  }
  const headerBytes = headers === '' ? 0 : Buffer.byteLength(headers);
  return { key, value, headers, keyBytes, headerBytes, bytes: keyBytes + headerBytes + (value?.length ?? 0) };
}

export function encodeBlock(
  records: readonly MeasuredRecord[],
  appendedAt: number,
  allocate: (bytes: number) => Buffer = (bytes) => Buffer.allocUnsafe(bytes),
): Buffer {
  let size = blockHeaderBytes;
  for (const record of records) size += recordHeaderBytes + record.bytes;
  const block = allocate(size);
  block.writeUInt32LE(version, 0);
  block.writeUInt32LE(records.length, 4);
  block.writeDoubleLE(appendedAt, 8);
  let at = blockHeaderBytes;
  for (const { key, value, headers, keyBytes, headerBytes } of records) {
    block.writeInt32LE(key === null ? -1 : keyBytes, at);
    block.writeInt32LE(value === null ? -1 : value.length, at + 4);
    block.writeUInt32LE(headerBytes, at + 8);
    at += recordHeaderBytes;
    if (key !== null) at = writeKey(block, key, keyBytes, at);
    if (headerBytes > 0) at += block.write(headers, at, 'utf8');
    if (value !== null) {
      block.set(value, at);
      at += value.length;
    }
  }
  return block;
}

/** Crossing into native code costs more than writing a short ASCII key by hand, and most keys are that. */
function writeKey(block: Buffer, key: string, keyBytes: number, at: number): number {
  if (keyBytes !== key.length || keyBytes > 64) return at + block.write(key, at, 'utf8');
  for (let i = 0; i < keyBytes; i++) block[at + i] = key.charCodeAt(i);
  return at + keyBytes;
}

export function appendTimeOf(block: Buffer): number {
  return block.readDoubleLE(8);
}

/** Reads a block record by record. The values handed out are parts of the given buffer, which must not change. */
export class BlockReader {
  readonly #topic: string;
  readonly #partition: number;
  readonly #block: Buffer;
  readonly #count: number;
  readonly #first: number;
  readonly #appendedAt: number;
  #index = 0;
  #at = blockHeaderBytes;

  constructor(topic: string, partition: number, first: number, block: Buffer) {
    const found = block.readUInt8(0);
    if (found !== version) {
      throw new Error(
        `topic ${topic}, partition ${partition}, offset ${first}: stored in format ${found}, and this program knows ` +
          `format ${version}; start the version of Leeway that wrote it, or a newer one`,
      );
    }
    this.#topic = topic;
    this.#partition = partition;
    this.#block = block;
    this.#first = first;
    this.#count = block.readUInt32LE(4);
    this.#appendedAt = block.readDoubleLE(8);
  }

  /** Offset of the next record; past the end it is the first offset after the block. */
  get offset(): number {
    return this.#first + this.#index;
  }

  get exhausted(): boolean {
    return this.#index >= this.#count;
  }

  skipTo(offset: number): void {
    while (!this.exhausted && this.offset < offset) {
      const block = this.#block;
      const at = this.#at;
      this.#at +=
        recordHeaderBytes +
        Math.max(0, block.readInt32LE(at)) +
        Math.max(0, block.readInt32LE(at + 4)) +
        block.readUInt32LE(at + 8);
      this.#index++;
    }
  }

  next(): LogRecord {
    if (this.exhausted) throw new RangeError('read past the end of a block');
    const block = this.#block;
    const keyBytes = block.readInt32LE(this.#at);
    const valueBytes = block.readInt32LE(this.#at + 4);
    const headerBytes = block.readUInt32LE(this.#at + 8);
    let at = this.#at + recordHeaderBytes;
    const key = keyBytes < 0 ? null : block.toString('utf8', at, (at += keyBytes));
    const headers =
      headerBytes === 0
        ? noHeaders
        : (JSON.parse(block.toString('utf8', at, (at += headerBytes))) as Readonly<Record<string, string>>);
    const value = valueBytes < 0 ? null : block.subarray(at, (at += valueBytes));
    const offset = this.offset as Offset;
    this.#at = at;
    this.#index++;
    return {
      topic: this.#topic,
      partition: this.#partition,
      offset,
      key,
      value,
      headers,
      appendedAt: this.#appendedAt,
    };
  }
}
