/** What snappy and LZ4 have in common: they write literals and repeat what they have already written. */

/** Longer than any batch that a broker takes, by far: what claims to be longer is damaged, or an attack. */
export const MAX_DECOMPRESSED_BYTES = 512 * 1024 * 1024;

/** Compressed data that do not follow their format. The broker has checked their CRC: their producer made them so. */
export class CorruptBlock extends Error {
  constructor(codec: string, what: string) {
    super(`${codec} data are damaged: the batch ${what}`);
    this.name = 'CorruptBlock';
  }
}

/** Grows up to `limit` where the size is not known beforehand. */
export class BlockOutput {
  readonly #codec: string;
  readonly #exact: boolean;
  #bytes: Buffer;
  #length = 0;

  /** @param size of the result where the format says it */
  constructor(codec: string, size?: number) {
    if (size !== undefined && size > MAX_DECOMPRESSED_BYTES)
      throw new CorruptBlock(codec, `claims ${size} bytes`);
    this.#codec = codec;
    this.#exact = size !== undefined;
    this.#bytes = Buffer.allocUnsafe(size ?? 256 * 1024);
  }

  literal(source: Buffer, from: number, length: number): void {
    if (from + length > source.length) throw new CorruptBlock(this.#codec, 'ends within a literal');
    this.#reserve(length);
    source.copy(this.#bytes, this.#length, from, from + length);
    this.#length += length;
  }

  /** Repeats `length` bytes that begin `distance` bytes ago; they may be part of themselves. */
  copy(distance: number, length: number): void {
    if (distance < 1 || distance > this.#length)
      throw new CorruptBlock(this.#codec, 'refers to before its beginning');
    this.#reserve(length);
    const bytes = this.#bytes;
    const to = this.#length;
    if (distance >= length) bytes.copyWithin(to, to - distance, to - distance + length);
    else for (let i = 0; i < length; i++) bytes[to + i] = bytes[to + i - distance] as number;
    this.#length += length;
  }

  whole(): Buffer {
    if (this.#exact && this.#length !== this.#bytes.length) {
      throw new CorruptBlock(this.#codec, `holds ${this.#length} bytes and claims ${this.#bytes.length}`);
    }
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    if (this.#exact || needed > MAX_DECOMPRESSED_BYTES)
      throw new CorruptBlock(this.#codec, 'is longer than it claims');
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
