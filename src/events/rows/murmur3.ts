/**
 * MurmurHash3_x86_128 (Austin Appleby, 2012, public domain: https://github.com/aappleby/smhasher), with a seed of 128 bits:
 * one word for each lane. The reference has one word for all four; with four equal ones this is the same function.
 */

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

/**
 * Hashes the bytes `from` .. `until` of the view.
 *
 * @param seed four words
 * @param out gets the four words of the hash; may be `seed` itself
 */
export function murmur3(
  view: DataView,
  from: number,
  until: number,
  seed: Uint32Array,
  out: Uint32Array,
): void {
  const length = until - from;
  let h1 = (seed[0] as number) | 0;
  let h2 = (seed[1] as number) | 0;
  let h3 = (seed[2] as number) | 0;
  let h4 = (seed[3] as number) | 0;

  const blocks = until - (length & 15);
  let at = from;
  for (; at < blocks; at += 16) {
    h1 ^= lane(view.getInt32(at, true), C1, 15, C2);
    h1 = (Math.imul(rotated(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= lane(view.getInt32(at + 4, true), C2, 16, C3);
    h2 = (Math.imul(rotated(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= lane(view.getInt32(at + 8, true), C3, 17, C4);
    h3 = (Math.imul(rotated(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= lane(view.getInt32(at + 12, true), C4, 18, C1);
    h4 = (Math.imul(rotated(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }

  // Lanes without a byte of the rest stay as they are: a word of zero mixes to zero.
  h1 ^= lane(wordBefore(view, at, until), C1, 15, C2);
  h2 ^= lane(wordBefore(view, at + 4, until), C2, 16, C3);
  h3 ^= lane(wordBefore(view, at + 8, until), C3, 17, C4);
  h4 ^= lane(wordBefore(view, at + 12, until), C4, 18, C1);

  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = finalised((h2 + h1) | 0);
  h3 = finalised((h3 + h1) | 0);
  h4 = finalised((h4 + h1) | 0);
  h1 = finalised(h1);
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[0] = h1;
  out[1] = h2 + h1;
  out[2] = h3 + h1;
  out[3] = h4 + h1;
}

/** The up to four bytes from `at` on that lie before `until`, as a little-endian word. */
function wordBefore(view: DataView, at: number, until: number): number {
  let word = 0;
  const end = Math.min(until, at + 4);
  for (let i = end - 1; i >= at; i--) word = (word << 8) | view.getUint8(i);
  return word;
}

function lane(word: number, before: number, rotation: number, after: number): number {
  return Math.imul(rotated(Math.imul(word, before), rotation), after);
}

function rotated(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function finalised(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
