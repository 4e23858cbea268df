/** Zstandard, reading only: Node's own from 22.15 on, else the optional package `fzstd`. */
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

type Decompress = (data: Buffer) => Promise<Buffer>;
/** Not in the types of the oldest Node that we run on. */
type NodeZstd = (data: Buffer, done: (error: Error | null, result: Buffer) => void) => void;

/** Loads what decompresses; throws when there is nothing that does. */
export async function loadZstd(
  ofNode: NodeZstd | null = (zlib as { zstdDecompress?: NodeZstd }).zstdDecompress ?? null,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<Decompress> {
  if (ofNode !== null) return promisify(ofNode);
  const found = await load('fzstd').catch((error: unknown) => {
    throw new Error(
      `zstd records need Node 22.15 or newer, or the package fzstd (npm install fzstd) on ${process.version}; or let their ` +
        'producers use gzip, snappy or lz4 (compression.type)',
      { cause: error },
    );
  });
  const { decompress } = found as { decompress: (data: Uint8Array) => Uint8Array };
  return (data) => {
    const { buffer, byteOffset, byteLength } = decompress(data);
    return Promise.resolve(Buffer.from(buffer, byteOffset, byteLength));
  };
}
