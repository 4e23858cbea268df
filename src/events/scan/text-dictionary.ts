import { stringHash } from '../../aggregates/string-hash.js';
import type { RecordText } from './record-text.js';
import { bytesBefore, endsIn, stringEnd } from './string-end.js';

/**
 * Texts that were read before, found by the bytes that stand between their quotes: one string object for each text, and its
 * `stringHash`, without decoding them again. Bounded: a text enters when it comes the second time within a while, so a
 * feature that is an id costs its decoding and no more; a dictionary that is full forgets everything. Long texts never enter.
 */
export interface TextDictionary {
  /** What was looked up last. */
  text: string;
  /** `stringHash` of it, as an int32. */
  hash: number;
  /** It was written with escapes or beyond ASCII. */
  odd: boolean;

  readonly byText: Map<string, number>;
  readonly texts: string[];
  readonly textHashes: Int32Array;

  /** Open addressing: the spellings, `SLOT` numbers each. */
  readonly slots: Int32Array;
  spellings: number;
  /** The bytes of all spellings, as words. */
  readonly words: Int32Array;
  usedWords: number;

  /** Hashes that were seen, at their low bits. */
  readonly seen: Int32Array;
}

const MOST = 4096;
/** Of a slot: the hash of the bytes, how many they are + 1 (0: free), where they are, whose entry they spell. */
const SLOT = 4;
const LENGTH = 1;
const FROM = 2;
const OWNER = 3;
const SLOTS = 4 * MOST;
const MOST_WORDS = 16 * MOST;
const SEEN = 4096;
/** In bytes. */
const LONGEST = 64;

export function emptyTextDictionary(): TextDictionary {
  return {
    text: '',
    hash: 0,
    odd: false,
    byText: new Map(),
    texts: [],
    textHashes: new Int32Array(MOST),
    slots: new Int32Array(SLOT * SLOTS),
    spellings: 0,
    words: new Int32Array(MOST_WORDS),
    usedWords: 0,
    seen: new Int32Array(SEEN),
  };
}

/**
 * Looks up the string whose text begins at `at`, behind its quote: `text`, `hash` and `odd` of the dictionary are what it is.
 *
 * @returns the position behind the closing quote, -1 where there is no valid string
 */
export function readText(d: TextDictionary, record: RecordText, source: Buffer, at: number): number {
  const { view } = record;
  let h = 0;
  let p = at;
  let word = view.getInt32(p, true);
  let ends = endsIn(word);
  while (ends === 0) {
    h = mixed(h, word);
    p += 4;
    word = view.getInt32(p, true);
    ends = endsIn(word);
  }
  const rest = bytesBefore(ends);
  const end = p + rest;
  if (record.bytes[end] !== 0x22) return readOddText(d, record, source, at);
  h = mixed(h, word & firstBytes(rest));
  d.odd = false;
  if (!find(d, record, at, end - at, h)) {
    const text = source.toString('latin1', at, end);
    meet(d, record, at, end - at, h, text);
  }
  return end + 1;
}

/** A text that came another way: the same string object and hash as if its bytes had been read. */
export function lookUpText(d: TextDictionary, text: string): void {
  const entry = d.byText.get(text);
  if (entry !== undefined) takeEntry(d, entry);
  else {
    const hash = stringHash(text) | 0;
    if (text.length <= LONGEST && seenBefore(d, hash)) takeEntry(d, entryOf(d, text, hash));
    else take(d, text, hash);
  }
}

/** With escapes or beyond ASCII: its spelling is a text of its own, JSON.parse says which one it spells. */
function readOddText(d: TextDictionary, record: RecordText, source: Buffer, at: number): number {
  const { view } = record;
  const end = stringEnd(record.bytes, at);
  if (end === -1) return -1;
  let h = 0;
  let p = at;
  for (; p + 4 <= end; p += 4) h = mixed(h, view.getInt32(p, true));
  h = mixed(h, view.getInt32(p, true) & firstBytes(end - p));
  if (!find(d, record, at, end - at, h)) {
    const text = decode(source, at, end);
    if (text === null) return -1;
    meet(d, record, at, end - at, h, text);
  }
  d.odd = true;
  return end + 1;
}

/** A spelling that is not in the dictionary: enters when it was seen before. */
function meet(
  d: TextDictionary,
  record: RecordText,
  at: number,
  length: number,
  h: number,
  text: string,
): void {
  const hash = stringHash(text) | 0;
  if (length <= LONGEST && seenBefore(d, h)) enter(d, record, at, length, h, entryOf(d, text, hash));
  else take(d, text, hash);
}

/** What stands between two quotes; null where an escape is none. */
export function decode(source: Buffer, from: number, until: number): string | null {
  try {
    return JSON.parse(source.toString('utf8', from - 1, until + 1)) as string;
  } catch {
    return null;
  }
}

function find(d: TextDictionary, record: RecordText, at: number, length: number, h: number): boolean {
  const { slots } = d;
  for (let slot = slotOf(h); ; slot = slotBehind(slot)) {
    const found = slots[slot + LENGTH] as number;
    if (found === 0) return false;
    if (found !== length + 1 || slots[slot] !== h) continue;
    if (!sameBytes(d, record, at, length, slots[slot + FROM] as number)) continue;
    takeEntry(d, slots[slot + OWNER] as number);
    return true;
  }
}

function slotOf(h: number): number {
  return SLOT * (h & (SLOTS - 1));
}

function slotBehind(slot: number): number {
  return (slot + SLOT) & (SLOT * SLOTS - 1);
}

function sameBytes(d: TextDictionary, record: RecordText, at: number, length: number, from: number): boolean {
  const { words } = d;
  const { view } = record;
  const whole = length >>> 2;
  for (let i = 0; i < whole; i++) {
    if (view.getInt32(at + 4 * i, true) !== words[from + i]) return false;
  }
  return (view.getInt32(at + 4 * whole, true) & firstBytes(length & 3)) === words[from + whole];
}

/** The first 0 to 3 bytes of a little-endian word. */
function firstBytes(count: number): number {
  return (1 << (8 * count)) - 1;
}

function seenBefore(d: TextDictionary, h: number): boolean {
  const at = h & (SEEN - 1);
  if (d.seen[at] === h) return true;
  d.seen[at] = h;
  return false;
}

function entryOf(d: TextDictionary, text: string, hash: number): number {
  let entry = d.byText.get(text);
  if (entry === undefined) {
    if (d.texts.length === MOST) forget(d);
    entry = d.texts.push(text) - 1;
    d.textHashes[entry] = hash;
    d.byText.set(text, entry);
  }
  return entry;
}

/** Notes how a text is spelt. */
function enter(
  d: TextDictionary,
  record: RecordText,
  at: number,
  length: number,
  h: number,
  entry: number,
): void {
  takeEntry(d, entry);
  const whole = length >>> 2;
  if (d.spellings === MOST || d.usedWords + whole + 1 > MOST_WORDS) {
    return enterAfresh(d, record, at, length, h);
  }
  d.spellings++;
  const { slots, words } = d;
  let slot = slotOf(h);
  while (slots[slot + LENGTH] !== 0) slot = slotBehind(slot);
  slots[slot] = h;
  slots[slot + LENGTH] = length + 1;
  slots[slot + FROM] = d.usedWords;
  slots[slot + OWNER] = entry;
  for (let i = 0; i < whole; i++) words[d.usedWords++] = record.view.getInt32(at + 4 * i, true);
  words[d.usedWords++] = record.view.getInt32(at + 4 * whole, true) & firstBytes(length & 3);
}

function enterAfresh(d: TextDictionary, record: RecordText, at: number, length: number, h: number): void {
  const { text, hash } = d;
  forget(d);
  enter(d, record, at, length, h, entryOf(d, text, hash));
}

function forget(d: TextDictionary): void {
  d.byText.clear();
  d.texts.length = 0;
  d.slots.fill(0);
  d.spellings = 0;
  d.usedWords = 0;
}

function takeEntry(d: TextDictionary, entry: number): void {
  d.text = d.texts[entry] as string;
  d.hash = d.textHashes[entry] as number;
}

function take(d: TextDictionary, text: string, hash: number): void {
  d.text = text;
  d.hash = hash;
}

/** One word more in the hash of a spelling, in which every bit of the words before reaches the low bits. */
function mixed(h: number, word: number): number {
  const x = Math.imul(h ^ word, 0x9e3779b1);
  return x ^ (x >>> 15);
}
