/**
 * The 128-bit key of an event: the id's UTF-8 bytes under MurmurHash3, seeded with the hash of the model's. The same for a
 * prediction and its outcome, whichever way the id was written. Stable for ever: snapshots of the join and sampling depend
 * on it.
 */
import { murmur3 } from './murmur3.js';
import { writeWtf8 } from './wtf8.js';

const NO_SEED = new Uint32Array(4);

let bytes = new Uint8Array(2048);
let view = new DataView(bytes.buffer);

/** What the ids of a model are hashed with: four words. */
export function keySeed(model: string): Uint32Array {
  const seed = new Uint32Array(4);
  hashText(model, NO_SEED, seed);
  return seed;
}

/** @param key gets the four words */
export function writeKey(seed: Uint32Array, id: string, key: Uint32Array): void {
  hashText(id, seed, key);
}

function hashText(text: string, seed: Uint32Array, out: Uint32Array): void {
  if (text.length * 3 > bytes.length) {
    bytes = new Uint8Array(text.length * 3);
    view = new DataView(bytes.buffer);
  }
  murmur3(view, 0, writeWtf8(text, bytes), seed, out);
}
