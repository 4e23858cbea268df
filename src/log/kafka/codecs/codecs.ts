/**
 * How kafkajs reads what others have compressed: it brings gzip only. Leeway itself writes gzip or nothing, so these only
 * read, and each is loaded when its first batch comes.
 */
import type { CompressionTypes } from 'kafkajs';

/** kafkajs does not try again what says so. Without a cause, which kafkajs would hand on in its place. */
export class CodecError extends Error {
  readonly retriable = false;

  constructor(message: string) {
    super(message);
    this.name = 'CodecError';
  }
}

interface Codec {
  compress(): Promise<never>;
  decompress(data: Buffer): Promise<Buffer>;
}

type Decompress = (data: Buffer) => Buffer | Promise<Buffer>;

/** As kafkajs's `CompressionCodecs` wants them: by type, each in a function. */
export function readingCodecs(types: typeof CompressionTypes): Record<number, () => Codec> {
  return {
    [types.Snappy]: reading('snappy', async () => (await import('./snappy.js')).decompressSnappy),
    [types.LZ4]: reading('lz4', async () => (await import('./lz4.js')).decompressLz4),
    [types.ZSTD]: reading('zstd', async () => await (await import('./zstd.js')).loadZstd()),
  };
}

function reading(name: string, load: () => Promise<Decompress>): () => Codec {
  let loaded: Promise<Decompress> | undefined;
  const codec: Codec = {
    compress: () => Promise.reject(new CodecError(`${name} is only read: write with gzip or none`)),
    decompress: async (data) => {
      try {
        loaded ??= load();
        return await (
          await loaded
        )(data);
      } catch (error) {
        throw new CodecError(error instanceof Error ? error.message : String(error));
      }
    },
  };
  return () => codec;
}
