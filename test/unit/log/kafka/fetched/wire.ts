/** Record batches as kafkajs's own encoder writes them, and what its own decoder reads in them. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const internal = (path: string): unknown => require(`kafkajs/src/protocol/${path}`);

interface Encoder {
  readonly buffer: Buffer;
}
const encodeBatch = internal('recordBatch/v0/index.js') as {
  readonly RecordBatch: (batch: object) => Promise<Encoder>;
};
const encodeRecord = internal('recordBatch/record/v0/index.js') as (record: object) => Encoder;
const Decoder = internal('decoder.js') as new (bytes: Buffer) => { offset: number };
const decodeBatch = internal('recordBatch/v0/decoder.js') as (
  decoder: object,
) => Promise<{ readonly records: readonly KafkajsRecord[] }>;

export interface KafkajsRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
}

export interface WrittenRecord {
  readonly offsetDelta: number;
  readonly timestampDelta: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export interface WrittenBatch {
  readonly firstOffset: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly transactional: boolean;
  /** The broker says so in the attributes. */
  readonly logAppendTime: boolean;
  readonly gzip: boolean;
  readonly records: readonly WrittenRecord[];
}

const ATTRIBUTES_AT = 21;

export async function batchBytes(batch: WrittenBatch): Promise<Buffer> {
  const { RecordBatch } = encodeBatch;
  const { buffer } = await RecordBatch({
    ...batch,
    compression: batch.gzip ? 1 : 0,
    lastOffsetDelta: batch.records.at(-1)?.offsetDelta ?? 0,
    records: batch.records.map(encodeRecord),
  });
  const bytes = Buffer.from(buffer);
  bytes.writeBigInt64BE(BigInt(batch.firstOffset), 0);
  if (batch.logAppendTime) bytes.writeInt16BE(bytes.readInt16BE(ATTRIBUTES_AT) | 0x08, ATTRIBUTES_AT);
  return bytes;
}

/** The end of a transaction, as a broker writes it. */
export async function markerBytes(firstOffset: number, producerId: number, abort: boolean): Promise<Buffer> {
  const bytes = await batchBytes({
    firstOffset,
    firstTimestamp: 0,
    maxTimestamp: 0,
    producerId,
    transactional: true,
    logAppendTime: true,
    gzip: false,
    records: [
      {
        offsetDelta: 0,
        timestampDelta: 0,
        key: Buffer.from([0, 0, 0, abort ? 0 : 1]),
        value: Buffer.alloc(6),
        headers: {},
      },
    ],
  });
  bytes.writeInt16BE(bytes.readInt16BE(ATTRIBUTES_AT) | 0x20, ATTRIBUTES_AT);
  return bytes;
}

export async function kafkajsRecords(bytes: Buffer): Promise<readonly KafkajsRecord[]> {
  return (await decodeBatch(new Decoder(bytes))).records;
}
