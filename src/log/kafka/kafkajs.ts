/**
 * kafkajs, with the reading of what a fetch brings replaced by ours (`fetched/`): a third of its cost, no aborted record gets
 * through (`fetched/committed-batches.ts`), with offsets that are settled where we ask for them (`stable-offsets.ts`), with
 * transactions that know their coordinators (`known-coordinators.ts`), and with the codecs that kafkajs lacks.
 *
 * kafkajs is a CommonJS module, so its parts can be loaded one by one: this loads an instance of its own, puts ours in the
 * place of four of its parts before those that use them are loaded, and leaves any other instance in the process as it was.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type * as Kafkajs from 'kafkajs';
import { CodecError, readingCodecs } from './codecs/codecs.js';
import { decodeFetchResponse, FETCH_VERSION } from './fetched/fetch-response.js';
import { FetchedBatch } from './fetched/fetched-batch.js';
import type { CodecOf } from './fetched/record-batch.js';
import {
  rememberingCoordinators,
  type CoordinatedCluster,
  type CreateTransactionManager,
} from './known-coordinators.js';
import { stableOffsetFetch, type Decoder, type Encoder, type OffsetFetchRequests } from './stable-offsets.js';

const BATCH = 'kafkajs/src/consumer/batch.js';
const FETCH = 'kafkajs/src/protocol/requests/fetch/index.js';
const TRANSACTIONS = 'kafkajs/src/producer/eosManager/index.js';
const OFFSET_FETCH = 'kafkajs/src/protocol/requests/offsetFetch/index.js';
const ENCODER = 'kafkajs/src/protocol/encoder.js';
const DECODER = 'kafkajs/src/protocol/decoder.js';
const GZIP = 'kafkajs/src/protocol/message/compression/gzip.js';
/** Parts that are loaded late come from whatever instance is there then: all instances must know each other's errors. */
const ERRORS = 'kafkajs/src/errors.js';

type Codec = ReturnType<CodecOf>;
type Codecs = Readonly<Record<number, () => Codec>>;

interface FetchRequests {
  readonly versions: readonly string[];
  readonly protocol: (wanted: { readonly version: number }) => (asked: object) => {
    readonly response: { decode(bytes: Buffer): Promise<unknown> };
  };
}

/** kafkajs's fetch requests, in the one version whose answers we read. */
function readingBatches({ protocol }: FetchRequests, codecs: () => Codecs): FetchRequests {
  const codecOf: CodecOf = (type) => {
    const codec = codecs()[type];
    if (codec === undefined)
      throw new CodecError(`records are compressed by a codec ${type} that nobody knows`);
    return codec();
  };
  const decode = (bytes: Buffer) => decodeFetchResponse(bytes, codecOf);
  return {
    versions: [String(FETCH_VERSION)],
    protocol: ({ version }) => {
      if (version !== FETCH_VERSION)
        throw new Error(`the broker fetches in version ${version} at most: Kafka 2.3 or newer is needed`);
      const request = protocol({ version });
      return (asked) => {
        const made = request(asked);
        return { ...made, response: { ...made.response, decode } };
      };
    },
  };
}

function loadKafkajs(): typeof Kafkajs {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('kafkajs/package.json')) + sep;
  const errors = require.resolve(ERRORS);
  const parts = () => Object.keys(require.cache).filter((path) => path.startsWith(folder) && path !== errors);
  const others = parts().map((path) => [path, require.cache[path]] as const);
  for (const [path] of others) delete require.cache[path];
  try {
    // Each throws where a newer kafkajs has no such file: then this file has to be thought about again.
    const fetch = require(FETCH) as FetchRequests;
    const offsetFetch = require(OFFSET_FETCH) as OffsetFetchRequests;
    const batch = require(BATCH) as unknown;
    const transactions = require(TRANSACTIONS) as CreateTransactionManager<{
      readonly cluster: CoordinatedCluster;
    }>;
    const module = (path: string) => require.cache[require.resolve(path)] as NodeJS.Module;
    if (typeof batch !== 'function' || !fetch.versions.includes(String(FETCH_VERSION)))
      throw new Error('this kafkajs reads fetches in another way: version 2.2.4 is needed');
    module(BATCH).exports = FetchedBatch;
    module(FETCH).exports = readingBatches(fetch, () => codecs);
    const codec = {
      Encoder: require(ENCODER) as new () => Encoder,
      Decoder: require(DECODER) as new (bytes: Buffer) => Decoder,
    };
    module(OFFSET_FETCH).exports = stableOffsetFetch(offsetFetch, codec);
    module(TRANSACTIONS).exports = rememberingCoordinators(transactions);
    const kafkajs = require('kafkajs') as typeof Kafkajs;
    const codecs: Codecs = {
      [kafkajs.CompressionTypes.GZIP]: () => require(GZIP) as Codec,
      ...readingCodecs(kafkajs.CompressionTypes),
    };
    return kafkajs;
  } finally {
    for (const path of parts()) delete require.cache[path];
    for (const [path, module] of others) require.cache[path] = module;
  }
}

export const { AssignerProtocol, CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = loadKafkajs();
