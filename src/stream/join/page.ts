import { emptyDictionary, seal, type Dictionary } from './dictionary.js';

/** Rows of one side in the order they came, as words; `row-words.ts` says how they lie in it. */
export interface Page {
  words: Int32Array;
  /** Words taken. */
  used: number;
  rows: number;
  /** Those of them that have their other half. */
  matched: number;
  /** Newest event time of its rows. */
  newest: number;
  /** Latest append of its rows, second since the epoch. */
  appended: number;
  dictionary: Dictionary;
}

/**
 * The pages of one side, predictions or outcomes: numbers in `Pages.all`, in the order they were opened, in which they are
 * dropped too. Rows go into the last.
 */
export interface SidePages {
  numbers: number[];
  /** Words that these pages have room for. */
  words: number;
}

export interface Pages {
  /** By number. Number 0 is never given out, so that no row's reference is 0. */
  all: (Page | null)[];
  /** Numbers of pages that were dropped. */
  free: number[];
}

/** Words of a page: one of a small join takes 512 bytes, one of a large join 256 KiB. */
const SMALLEST = 1 << 7;
const LARGEST = 1 << 16;
/** A new page takes at most this part of what its side has, so that little is kept for longer than it must. */
const PART = 8;
const MOST_PAGES = 1 << 16;

/**
 * Memory of dropped pages, for the next ones of whatever join: fresh memory costs a page fault each 4 KiB, more than all
 * that is written into it.
 */
const spare: Int32Array[] = [];
const MOST_SPARE = 64;

/** A row, as one number: its page and where it begins in it. 0 = none. */
export function reference(page: number, at: number): number {
  return (page << 16) | at;
}

export function pageOf(reference: number): number {
  return reference >>> 16;
}

export function placeOf(reference: number): number {
  return reference & 0xffff;
}

export function emptyPages(): Pages {
  return { all: [null], free: [] };
}

export function pageAt(pages: Pages, number: number): Page {
  return pages.all[number] as Page;
}

/**
 * The number of the page that the next row of a side goes into; it has room for `words`, and its `newest` and `appended`
 * cover the row's.
 *
 * @throws RangeError when the join holds 65,535 pages
 */
export function pageFor(pages: Pages, side: SidePages, words: number, time: number, second: number): number {
  const last = side.numbers.at(-1);
  if (last !== undefined) {
    const page = pageAt(pages, last);
    if (page.used + words <= page.words.length && page.used < LARGEST) {
      if (time > page.newest) page.newest = time;
      if (second > page.appended) page.appended = second;
      return last;
    }
    seal(page.dictionary);
  }
  return open(pages, side, words, time, second);
}

function open(pages: Pages, side: SidePages, words: number, newest: number, appended: number): number {
  const number = pages.free.pop() ?? pages.all.length;
  if (number >= MOST_PAGES) {
    throw new RangeError(
      `the join of one model and partition is full: ${MOST_PAGES - 1} pages of rows wait for their other half; ` +
        'shorten the label horizon, use more partitions, or limit the rows of the join',
    );
  }
  let size = SMALLEST;
  while (size < LARGEST && size * PART < side.words) size *= 2;
  pages.all[number] = {
    words: (size === LARGEST && words <= size && spare.pop()) || new Int32Array(Math.max(size, words)),
    used: 0,
    rows: 0,
    matched: 0,
    newest,
    appended,
    dictionary: emptyDictionary(),
  };
  side.numbers.push(number);
  side.words += Math.max(size, words);
  return number;
}

/** Drops the oldest page of a side. */
export function dropOldest(pages: Pages, side: SidePages): void {
  const number = side.numbers.shift();
  if (number === undefined) return;
  const { words } = pageAt(pages, number);
  side.words -= words.length;
  if (words.length === LARGEST && spare.length < MOST_SPARE) spare.push(words);
  pages.all[number] = null;
  pages.free.push(number);
}
