import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import {
  askingForStable,
  OFFSET_FETCH_VERSION,
  stableOffsetFetch,
  UNSETTLED,
  type Decoder,
  type Encoder,
  type OffsetFetchRequests,
} from '../../../../src/log/kafka/stable-offsets.js';

const require = createRequire(import.meta.url);
const codec = {
  Encoder: require('kafkajs/src/protocol/encoder.js') as new () => Encoder,
  Decoder: require('kafkajs/src/protocol/decoder.js') as new (bytes: Buffer) => Decoder,
};
const theirs = require('kafkajs/src/protocol/requests/offsetFetch/index.js') as OffsetFetchRequests;
const { protocol } = stableOffsetFetch(theirs, codec);
const asked = { groupId: 'g', topics: [{ topic: 'in', partitions: [{ partition: 3 }] }] };

interface Request {
  readonly encode: () => Promise<{ readonly buffer: Buffer }>;
}

async function bytesOf(made: { readonly request: unknown }): Promise<number[]> {
  const { buffer } = await (made.request as Request).encode();
  return [...buffer];
}

/** As a broker would answer, by the letter of the protocol. */
function answer(offset: number, errorCode: number): Buffer {
  const partition = Buffer.alloc(4 + 8 + 4);
  partition.writeInt32BE(3, 0);
  partition.writeBigInt64BE(BigInt(offset), 4);
  partition.writeInt32BE(-1, 12);
  const code = Buffer.alloc(2);
  code.writeInt16BE(errorCode);
  return Buffer.concat([
    Buffer.from([0]), // header: no tagged fields
    Buffer.from([0, 0, 0, 7]), // throttled for 7 ms
    Buffer.from([2, 3]), // one topic, of two letters
    Buffer.from('in'),
    Buffer.from([2]), // one partition
    partition,
    Buffer.from([2]),
    Buffer.from('m'), // metadata
    code,
    Buffer.from([0, 0, 0, 0, 0]), // tagged fields of partition and topic, error code, tagged fields
  ]);
}

describe('a question about committed offsets', () => {
  it('is put in the version that knows stable ones, by the letter of the protocol', async () => {
    const made = protocol({ version: OFFSET_FETCH_VERSION })(asked);
    expect(made.request).toMatchObject({ apiKey: 9, apiVersion: 7, apiName: 'OffsetFetch' });
    expect(await bytesOf(made)).toEqual([
      0, // header: no tagged fields
      2,
      103, // group g
      2,
      3,
      105,
      110, // one topic: in
      2,
      0,
      0,
      0,
      3, // one partition: 3
      0, // no tagged fields of the topic
      0, // need not be stable
      0,
    ]);
  });

  it('asks for stable ones only where it is told to, also when others ask at the same time', async () => {
    const ask = async () => {
      await new Promise(setImmediate);
      return bytesOf(protocol({ version: OFFSET_FETCH_VERSION })(asked));
    };
    const [stable, any] = await Promise.all([askingForStable(ask), ask()]);
    expect([stable.at(-2), any.at(-2)]).toEqual([1, 0]);
  });

  it('is answered with the offset, or with the word that it is not settled', async () => {
    const { decode, parse } = protocol({ version: OFFSET_FETCH_VERSION })(asked).response;
    const offsetOf = async (bytes: Buffer) => {
      const data = (await parse(await decode(bytes))) as {
        responses: { topic: string; partitions: { partition: number; offset: string; metadata: string }[] }[];
      };
      return data.responses;
    };
    const settled = (offset: string) => [
      { topic: 'in', partitions: [{ partition: 3, offset, metadata: 'm', errorCode: 0 }] },
    ];
    expect(await offsetOf(answer(85, 0))).toEqual(settled('85'));
    expect(await offsetOf(answer(-1, 88))).toEqual(settled(UNSETTLED));
    await expect(offsetOf(answer(-1, 16))).rejects.toThrow(/not the correct coordinator/);
  });

  it('is refused by brokers that are too old, with a word on which are not', () => {
    expect(() => protocol({ version: 4 })).toThrow('Kafka 2.5 or newer is needed');
  });
});
