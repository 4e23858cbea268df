import { stringEnd } from './string-end.js';

/** Deeper nesting is left to JSON.parse. */
const DEEPEST = 32;

const FALSE = ascii('false');
const TRUE = ascii('true');
const NULL = ascii('null');
const ESCAPES: ReadonlySet<number> = new Set(ascii('"\\/bfnrt'));

/**
 * The position behind the JSON value that begins at `p`, of which nothing is read; -1 where none begins or it is nested too
 * deep. As strict as JSON.parse: what is skipped has to be JSON too.
 */
export function skipValue(bytes: Uint8Array, p: number, depth: number = DEEPEST): number {
  switch (bytes[p] as number) {
    case 0x22:
      return skipString(bytes, p);
    case 0x7b:
      return depth === 0 ? -1 : skipList(bytes, p, 0x7d, depth);
    case 0x5b:
      return depth === 0 ? -1 : skipList(bytes, p, 0x5d, depth);
    case 0x66:
      return skipWord(bytes, p, FALSE);
    case 0x74:
      return skipWord(bytes, p, TRUE);
    case 0x6e:
      return skipWord(bytes, p, NULL);
    default:
      return skipNumber(bytes, p);
  }
}

/** The position of the first byte from `p` on that is no whitespace. */
export function skipSpace(bytes: Uint8Array, p: number): number {
  let q = p;
  for (;;) {
    const byte = bytes[q];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return q;
    q++;
  }
}

/** The position behind the string that begins, with its quote, at `p`; -1 where there is none. */
export function skipString(bytes: Uint8Array, p: number): number {
  if (bytes[p] !== 0x22) return -1;
  const end = stringEnd(bytes, p + 1);
  for (let q = p + 1; q < end; q++) {
    if (bytes[q] !== 0x5c) continue;
    const escape = bytes[++q] as number;
    if (escape === 0x75) {
      for (let i = 1; i <= 4; i++) if (!isHex(bytes[q + i] as number)) return -1;
    } else if (!ESCAPES.has(escape)) return -1;
  }
  return end === -1 ? -1 : end + 1;
}

function isHex(byte: number): boolean {
  return (byte - 0x30) >>> 0 <= 9 || ((byte | 0x20) - 0x61) >>> 0 <= 5;
}

/** An object or an array, with `closing` at its end. */
function skipList(bytes: Uint8Array, p: number, closing: number, depth: number): number {
  let q = skipSpace(bytes, p + 1);
  if (bytes[q] === closing) return q + 1;
  for (;;) {
    if (closing === 0x7d) {
      q = skipString(bytes, q);
      if (q === -1) return -1;
      q = skipSpace(bytes, q);
      if (bytes[q] !== 0x3a) return -1;
      q = skipSpace(bytes, q + 1);
    }
    q = skipValue(bytes, q, depth - 1);
    if (q === -1) return -1;
    q = skipSpace(bytes, q);
    if (bytes[q] === closing) return q + 1;
    if (bytes[q] !== 0x2c) return -1;
    q = skipSpace(bytes, q + 1);
  }
}

function skipWord(bytes: Uint8Array, p: number, word: readonly number[]): number {
  for (let i = 0; i < word.length; i++) if (bytes[p + i] !== word[i]) return -1;
  return p + word.length;
}

function skipNumber(bytes: Uint8Array, p: number): number {
  let q = bytes[p] === 0x2d ? p + 1 : p;
  if (bytes[q] === 0x30) q++;
  else if ((q = skipDigits(bytes, q)) === -1) return -1;
  if (bytes[q] === 0x2e && (q = skipDigits(bytes, q + 1)) === -1) return -1;
  if (((bytes[q] as number) | 0x20) === 0x65) {
    q++;
    if (bytes[q] === 0x2b || bytes[q] === 0x2d) q++;
    q = skipDigits(bytes, q);
  }
  return q;
}

/** One digit or more; -1 where there is none. */
function skipDigits(bytes: Uint8Array, p: number): number {
  let q = p;
  while (((bytes[q] as number) - 48) >>> 0 <= 9) q++;
  return q === p ? -1 : q;
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
