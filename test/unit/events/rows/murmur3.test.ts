import { describe, expect, it } from 'vitest';
import { murmur3 } from '../../../../src/events/rows/murmur3.js';

function hash(bytes: Uint8Array, seed: number): Uint32Array {
  const out = new Uint32Array(4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Loads whole words only where they lie within.
  murmur3(view, 0, bytes.length, new Uint32Array(4).fill(seed), out);
  return out;
}

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const hex = (words: Uint32Array) => Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');

describe('MurmurHash3_x86_128', () => {
  it('gives the verification value of SMHasher', () => {
    // Its VerificationTest: the keys 0, 01, 012 ..., seeds 256, 255 ...; the hash of all hashes.
    const hashes = new Uint32Array(4 * 256);
    for (let i = 0; i < 256; i++) {
      hashes.set(
        hash(
          Uint8Array.from({ length: i }, (_, j) => j),
          256 - i,
        ),
        4 * i,
      );
    }
    expect(hash(new Uint8Array(hashes.buffer), 0)[0]).toBe(0xb3ece62a);
  });

  it('of nothing with seed 0 is 0', () => {
    expect(hex(hash(new Uint8Array(), 0))).toBe('0'.repeat(32));
  });

  it('depends on every lane of the seed', () => {
    const bytes = ascii('some id');
    const view = new DataView(bytes.buffer);
    const of = (seed: number[]) => {
      const out = new Uint32Array(4);
      murmur3(view, 0, bytes.length, Uint32Array.from(seed), out);
      return hex(out);
    };
    const seeds = [0, 1, 2, 3].map((lane) => of([0, 0, 0, 0].with(lane, 1)));
    expect(new Set([...seeds, of([0, 0, 0, 0])]).size).toBe(5);
  });

  it('may write over its seed, and reads only its range', () => {
    const bytes = ascii('xxhellox');
    const view = new DataView(bytes.buffer);
    const words = new Uint32Array(4);
    murmur3(view, 2, 7, words, words);
    expect(hex(words)).toBe(hex(hash(ascii('hello'), 0)));
  });
});
