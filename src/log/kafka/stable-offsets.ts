/**
 * Committed offsets that are settled (KIP-447). A transaction is reported as committed once its coordinator has noted that it is
 * to be; the offsets in it move a moment later. A broker that was killed in between tells whoever asks then the offsets
 * before it, though the transaction's records are, or soon will be, there for every reader: from there on all would be
 * produced twice. Asked for stable offsets (version 7, Kafka 2.5) it says instead that they are not settled yet. kafkajs
 * knows version 4 at most.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export const OFFSET_FETCH_VERSION = 7;

/** In the place of an offset that a transaction is just moving. */
export const UNSETTLED = '-3';

const UNSTABLE_OFFSET_COMMIT = 88;
const OFFSET_FETCH_KEY = 9;

/** kafkajs's own, of its module `protocol/encoder`. */
export interface Encoder {
  writeUVarIntBytes(bytes?: Buffer | null): this;
  writeUVarIntString(text: string): this;
  writeUVarIntArray(elements: readonly Encoder[]): this;
  writeInt32(value: number): this;
  writeBoolean(value: boolean): this;
}

/** kafkajs's own, of its module `protocol/decoder`. */
export interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readUVarIntString(): string | null;
  readUVarIntArray<T>(reader: (decoder: Decoder) => T): T[];
  readTaggedFields(): unknown;
}

export interface OffsetFetchRequests {
  readonly versions: readonly string[];
  readonly protocol: (wanted: { readonly version: number }) => (asked: OffsetsAsked) => {
    readonly request: unknown;
    readonly response: {
      readonly decode: (bytes: Buffer) => Promise<unknown>;
      readonly parse: (data: unknown) => Promise<unknown>;
    };
  };
}

export interface OffsetsAsked {
  readonly groupId: string;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number }[];
  }[];
}

const stable = new AsyncLocalStorage<true>();

/**
 * Whatever this asks kafkajs about offsets is asked for stable ones. Not so for its consumers: they look at all partitions of
 * theirs, and go where they are told to.
 */
export function askingForStable<T>(ask: () => Promise<T>): Promise<T> {
  return stable.run(true, ask);
}

/** kafkajs's requests for offsets, in the one version that knows stable ones. */
export function stableOffsetFetch(
  theirs: OffsetFetchRequests,
  codec: { readonly Encoder: new () => Encoder; readonly Decoder: new (bytes: Buffer) => Decoder },
): OffsetFetchRequests {
  return {
    versions: [String(OFFSET_FETCH_VERSION)],
    protocol: ({ version }) => {
      if (version !== OFFSET_FETCH_VERSION)
        throw new Error(
          `the broker tells offsets in version ${version} at most: Kafka 2.5 or newer is needed`,
        );
      return (asked) => ({
        request: requestOf(asked, stable.getStore() === true, codec.Encoder),
        response: {
          decode: async (bytes) => decodeOffsets(new codec.Decoder(bytes)),
          parse: theirs.protocol({ version: 4 })(asked).response.parse,
        },
      });
    },
  };
}

function requestOf({ groupId, topics }: OffsetsAsked, requireStable: boolean, Encoder: new () => Encoder) {
  return {
    apiKey: OFFSET_FETCH_KEY,
    apiVersion: OFFSET_FETCH_VERSION,
    apiName: 'OffsetFetch',
    encode: async () =>
      new Encoder()
        // The end of the header: no tagged fields.
        .writeUVarIntBytes()
        .writeUVarIntString(groupId)
        .writeUVarIntArray(
          topics.map(({ topic, partitions }) =>
            new Encoder()
              .writeUVarIntString(topic)
              .writeUVarIntArray(partitions.map(({ partition }) => new Encoder().writeInt32(partition)))
              .writeUVarIntBytes(),
          ),
        )
        .writeBoolean(requireStable)
        .writeUVarIntBytes(),
  };
}

function decodeOffsets(decoder: Decoder) {
  decoder.readTaggedFields();
  const clientSideThrottleTime = decoder.readInt32();
  const responses = decoder.readUVarIntArray((topics) => {
    const topic = topics.readUVarIntString();
    const partitions = topics.readUVarIntArray(partitionOf);
    topics.readTaggedFields();
    return { topic, partitions };
  });
  return { throttleTime: 0, clientSideThrottleTime, responses, errorCode: decoder.readInt16() };
}

function partitionOf(decoder: Decoder) {
  const partition = decoder.readInt32();
  const offset = decoder.readInt64().toString();
  // The leader's epoch, which kafkajs knows nothing of.
  decoder.readInt32();
  const metadata = decoder.readUVarIntString();
  const errorCode = decoder.readInt16();
  decoder.readTaggedFields();
  return errorCode === UNSTABLE_OFFSET_COMMIT
    ? { partition, offset: UNSETTLED, metadata, errorCode: 0 }
    : { partition, offset, metadata, errorCode };
}
