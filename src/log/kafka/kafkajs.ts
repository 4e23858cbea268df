/**
 * kafkajs, with its filter of aborted records replaced by ours (`committed-messages.ts` says why) and the codecs that it lacks.
 *
 * kafkajs is a CommonJS module, so its parts can be loaded one by one: this loads an instance of its own, puts the filter in
 * its place before the part that uses it is loaded, and leaves any other instance in the process as it was.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type * as Kafkajs from 'kafkajs';
import { readingCodecs } from './codecs/codecs.js';
import { committedMessages } from './committed-messages.js';

const FILTER = 'kafkajs/src/consumer/filterAbortedMessages.js';
/** The part that knows the codecs: an instance that is imported, but has not run yet, has no exports of its own. */
const COMPRESSION = 'kafkajs/src/protocol/message/compression/index.js';

function loadKafkajs(): typeof Kafkajs {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('kafkajs/package.json')) + sep;
  const ofKafkajs = () => Object.keys(require.cache).filter((path) => path.startsWith(folder));
  const others = ofKafkajs().map((path) => [path, require.cache[path]] as const);
  for (const [path] of others) delete require.cache[path];
  try {
    // Throws where a newer kafkajs has no such file: then this file has to be thought about again.
    require(FILTER);
    const filter = require.cache[require.resolve(FILTER)];
    if (filter) filter.exports = committedMessages;
    const kafkajs = require('kafkajs') as typeof Kafkajs;
    addCodecs(require(COMPRESSION) as Compression);
    return kafkajs;
  } finally {
    if (others.length > 0) {
      for (const path of ofKafkajs()) delete require.cache[path];
      for (const [path, module] of others) require.cache[path] = module;
      // kafkajs loads what decodes a batch when the first one comes: then from the instance that is in the cache.
      addCodecs(require(COMPRESSION) as Compression);
    }
  }
}

interface Compression {
  readonly Types: typeof Kafkajs.CompressionTypes;
  readonly Codecs: Record<number, () => unknown>;
}

/** Only those that are missing: who has brought one of their own keeps it. */
function addCodecs({ Codecs: all, Types }: Compression): void {
  for (const [type, codec] of Object.entries(readingCodecs(Types))) {
    try {
      all[Number(type)]?.();
    } catch {
      // kafkajs's own stand-in says so by throwing.
      all[Number(type)] = codec;
    }
  }
}

export const { AssignerProtocol, CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = loadKafkajs();
