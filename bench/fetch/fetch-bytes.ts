import { createRequire } from 'node:module';

interface Encoder {
  readonly buffer: Buffer;
}
const require = createRequire(import.meta.url);
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  readonly RecordBatch: (batch: object) => Promise<Encoder>;
};
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (
  record: object,
) => Encoder;

/** As a producer with a little patience fills them. */
const RECORDS_A_BATCH = 100;

/** The answer to a fetch (version 11) of one partition that holds these values, written by kafkajs's own encoder. */
export async function fetchBytes(values: readonly Buffer[]): Promise<Buffer> {
  const batches: Buffer[] = [];
  for (let from = 0; from < values.length; from += RECORDS_A_BATCH) {
    const part = values.slice(from, from + RECORDS_A_BATCH);
    const records = part.map((value, offsetDelta) =>
      encodeRecord({ offsetDelta, timestampDelta: 0, key: Buffer.from(`o-${from + offsetDelta}`), value }),
    );
    const { buffer } = await RecordBatch({ records, lastOffsetDelta: part.length - 1 });
    const bytes = Buffer.from(buffer);
    bytes.writeBigInt64BE(BigInt(from), 0);
    batches.push(bytes);
  }
  const data = Buffer.concat(batches);
  const topic = Buffer.from('predictions');
  const head = Buffer.alloc(4 + 2 + 4 + 4 + 2);
  head.writeInt32BE(1, 10);
  head.writeInt16BE(topic.length, 14);
  const partition = Buffer.alloc(4 + 4 + 2 + 8 + 8 + 8 + 4 + 4 + 4);
  partition.writeInt32BE(1, 0);
  partition.writeBigInt64BE(BigInt(values.length), 10);
  partition.writeInt32BE(-1, 38);
  partition.writeInt32BE(data.length, 42);
  return Buffer.concat([head, topic, partition, data]);
}
