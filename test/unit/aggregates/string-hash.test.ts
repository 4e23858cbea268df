import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringHash } from '../../../src/aggregates/string-hash.js';
import { anyText } from './arbitrary.js';

/** The same in BigInt arithmetic: FNV-1a over little-endian UTF-16, then MurmurHash3's fmix32. */
function reference(text: string): number {
  const mask = 0xffff_ffffn;
  let h = 0x811c9dc5n;
  for (const byte of Buffer.from(text, 'utf16le')) h = ((h ^ BigInt(byte)) * 0x01000193n) & mask;
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & mask;
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask;
  return Number(h ^ (h >> 16n));
}

describe('stringHash', () => {
  it('is FNV-1a with the finaliser of MurmurHash3', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(stringHash(text)).toBe(reference(text));
      }),
    );
  });

  it('has not changed: stored panes depend on it', () => {
    expect(['', 'a', 'UA', 'Ünïcode', '😀'].map(stringHash)).toMatchInlineSnapshot(`
      [
        2872998923,
        2448022055,
        392916385,
        1714160456,
        2916093958,
      ]
    `);
  });

  it('spreads names over 4,096 buckets', () => {
    const buckets = new Set(Array.from({ length: 4096 }, (_, i) => stringHash(`user-${i}`) % 4096));
    // 4096 * (1 - 1/e) = 2589 of a random function, standard deviation 32
    expect(Math.abs(buckets.size - 2589)).toBeLessThan(160);
  });
});
