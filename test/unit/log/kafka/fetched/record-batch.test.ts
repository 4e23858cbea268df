import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readRecords,
  recordBatches,
  type FetchedRecord,
} from '../../../../../src/log/kafka/fetched/record-batch.js';
import {
  batchBytes,
  kafkajsRecords,
  markerBytes,
  type KafkajsRecord,
  type WrittenBatch,
  type WrittenRecord,
} from './wire.js';

const codecOf = () => ({ decompress: (bytes: Buffer) => Promise.resolve(gunzipSync(bytes)) });
const noCodec = (type: number): never => {
  throw new Error(`codec ${type}`);
};

async function read(bytes: Buffer, from = 0): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  for (const batch of await recordBatches(bytes, codecOf)) readRecords(batch, 't', 3, from, records);
  return records;
}

const bytes = fc.option(fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)));
const record: fc.Arbitrary<Omit<WrittenRecord, 'offsetDelta'> & { readonly step: number }> = fc.record({
  // Compaction leaves gaps.
  step: fc.nat(3),
  timestampDelta: fc.oneof(fc.nat(100), fc.integer({ min: -(2 ** 30), max: 2 ** 30 })),
  key: bytes,
  value: bytes,
  headers: fc.dictionary(
    fc.string({ maxLength: 5 }).filter((name) => name !== '__proto__'),
    fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
    { maxKeys: 3 },
  ),
});
const batch: fc.Arbitrary<WrittenBatch> = fc
  .record({
    firstOffset: fc.oneof(fc.nat(1_000), fc.integer({ min: 2 ** 33, max: 2 ** 50 })),
    firstTimestamp: fc.integer({ min: 0, max: 4e12 }),
    maxTimestamp: fc.integer({ min: 0, max: 4e12 }),
    producerId: fc.integer({ min: -1, max: 2 ** 40 }),
    transactional: fc.boolean(),
    logAppendTime: fc.boolean(),
    gzip: fc.boolean(),
    records: fc.array(record, { minLength: 1, maxLength: 20 }),
  })
  .map((made) => {
    let offsetDelta = -1;
    const records = made.records.map(({ step, ...rest }) => ({
      ...rest,
      offsetDelta: (offsetDelta += 1 + step),
    }));
    return { ...made, records };
  });

/** As kafkajs has read it, in the port's terms. */
function asKafkajs({ offset, timestamp, key, value, headers }: KafkajsRecord) {
  return {
    topic: 't',
    partition: 3,
    offset: Number(offset),
    key: key && key.toString('utf8'),
    value: value && value.toString('hex'),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, all]) => [name, String(Array.isArray(all) ? all.at(-1) : all)]),
    ),
    appendedAt: Number(timestamp),
  };
}
const comparable = ({ value, headers, ...rest }: FetchedRecord) => ({
  ...rest,
  value: value && value.toString('hex'),
  headers: { ...headers },
});

describe('record batches', () => {
  it('are read as kafkajs reads them, whatever is in them and wherever one begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(batch, { minLength: 1, maxLength: 4 }),
        fc.nat(40),
        async (written, ahead) => {
          const parts = await Promise.all(written.map(batchBytes));
          const from = (written[0] as WrittenBatch).firstOffset + ahead;
          const theirs = (await Promise.all(parts.map(kafkajsRecords))).flat().map(asKafkajs);
          const ours = (await read(Buffer.concat(parts), from)).map(comparable);
          expect(ours).toEqual(theirs.filter(({ offset }) => offset >= from));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that the broker has cut short are left for the next fetch', async () => {
    await fc.assert(
      fc.asyncProperty(batch, batch, fc.double({ min: 0, max: 1, noNaN: true }), async (a, b, share) => {
        const [whole, cut] = [await batchBytes(a), await batchBytes(b)];
        const some = cut.subarray(0, Math.floor(share * (cut.length - 1)));
        expect((await read(Buffer.concat([whole, some]))).length).toBe(a.records.length);
      }),
      { numRuns: 100 },
    );
  });

  it('say whose they are, and where a transaction has ended and how', async () => {
    const data = await batchBytes({
      firstOffset: 10,
      firstTimestamp: 1,
      maxTimestamp: 2,
      producerId: 77,
      transactional: true,
      logAppendTime: true,
      gzip: false,
      records: [0, 3].map((offsetDelta) => ({
        offsetDelta,
        timestampDelta: 0,
        // The very key of an abort marker.
        key: Buffer.from([0, 0, 0, 0]),
        value: null,
        headers: {},
      })),
    });
    const all = Buffer.concat([data, await markerBytes(14, 77, true), await markerBytes(15, 78, false)]);
    const batches = await recordBatches(all, noCodec);
    expect(
      batches.map(({ baseOffset, lastOffset, producerId, inTransaction, marker }) => ({
        baseOffset,
        lastOffset,
        producerId,
        inTransaction,
        marker,
      })),
    ).toEqual([
      { baseOffset: 10, lastOffset: 13, producerId: 77n, inTransaction: true, marker: null },
      { baseOffset: 14, lastOffset: 14, producerId: 77n, inTransaction: true, marker: 'abort' },
      { baseOffset: 15, lastOffset: 15, producerId: 78n, inTransaction: true, marker: 'commit' },
    ]);
  });

  it('that are damaged are an error, and never an endless loop or other records than were written', async () => {
    await fc.assert(
      fc.asyncProperty(batch, fc.nat(), fc.nat(255), async (made, where, what) => {
        const written = await batchBytes({ ...made, gzip: false });
        const damaged = Buffer.from(written);
        // Of the records only: what is before them says how many bytes there are.
        damaged[61 + (where % (written.length - 61))] = what;
        const found = await read(damaged).catch((error: unknown) => error as Error);
        if (found instanceof Error) expect(found.message).toMatch(/cannot be read/);
        else expect(found.length).toBeLessThanOrEqual(made.records.length);
      }),
      { numRuns: 300 },
    );
  });

  it('of formats before 0.11 are refused with the reason', async () => {
    const old = Buffer.alloc(100);
    old.writeInt32BE(88, 8);
    old.writeInt8(1, 16);
    await expect(read(old)).rejects.toThrow(/format 1, of Kafka before 0\.11/);
  });

  it('take headers of foreign producers without a value, and the last of those that repeat', async () => {
    const written = await batchBytes({
      firstOffset: 0,
      firstTimestamp: 0,
      maxTimestamp: 0,
      producerId: -1,
      transactional: false,
      logAppendTime: false,
      gzip: false,
      records: [
        {
          offsetDelta: 0,
          timestampDelta: 0,
          key: null,
          value: Buffer.from('v'),
          headers: { a: ['1', '2'], b: 'x' },
        },
      ],
    });
    // The value of `b`, the last byte, taken away: its length becomes -1 (zigzag 1), and everything around is shorter by one.
    const without = Buffer.from(written.subarray(0, written.length - 1));
    without[without.length - 1] = 1;
    without.writeInt32BE(without.readInt32BE(8) - 1, 8);
    without[61] = (without[61] as number) - 2;
    expect((await read(without)).map(({ headers }) => headers)).toEqual([{ a: '2' }]);
  });
});
