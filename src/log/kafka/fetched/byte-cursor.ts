/** Bytes that end before what they promise: a broken answer, or one that is read wrongly. */
export class BrokenBytesError extends Error {
  /** kafkajs does not ask again for what says so: the same bytes would come. */
  readonly retriable = false;

  constructor(what: string) {
    super(`an answer of the broker cannot be read: ${what}`);
    this.name = 'BrokenBytesError';
  }
}

/** Reads Kafka's wire types from bytes, one after the other. Throws `BrokenBytesError` beyond the end. */
export class ByteCursor {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Passes over `length` bytes; returns where they began. */
  pass(length: number): number {
    const from = this.at;
    if (length < 0 || from + length > this.end)
      throw new BrokenBytesError(`${length} bytes at ${from} of ${this.end}`);
    this.at = from + length;
    return from;
  }

  int8(): number {
    return this.bytes.readInt8(this.pass(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.pass(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.pass(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.pass(8));
  }

  /** A text with its length before it, as int16. */
  text(): string {
    const length = this.int16();
    const from = this.pass(length);
    return this.bytes.toString('utf8', from, from + length);
  }

  /** A zigzag number of one to ten bytes; exact up to 2^53. */
  varint(): number {
    const { bytes } = this;
    let at = this.at;
    let byte = bytes[at++] as number;
    let raw = byte & 0x7f;
    // Beyond 28 bits shifts would cut.
    for (let scale = 128; byte >= 0x80; scale *= 128) {
      if (at - this.at === 10) throw new BrokenBytesError(`a number of more than ten bytes at ${this.at}`);
      byte = bytes[at++] as number;
      raw += (byte & 0x7f) * scale;
    }
    if (!(at <= this.end)) throw new BrokenBytesError(`a number at ${this.at} of ${this.end}`);
    this.at = at;
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  }
}
