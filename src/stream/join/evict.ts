import { headAt, removeSlot, shrink, type KeyIndex } from './key-index.js';
import type { Join } from './join.js';
import { closeBuckets, type BucketBooks } from './books.js';
import { isGivenUp, isOver, keepFor, type JoinLimits, type Passed } from './limits.js';
import {
  dropOldest,
  pageAt,
  pageOf,
  placeOf,
  reference,
  type Page,
  type Pages,
  type SidePages,
} from './page.js';
import { NEXT, wordsAt } from './row-words.js';

/**
 * Forgets rows that nothing can match or repeat any more, given how far each topic has been read; returns how many
 * predictions and outcomes are given up, without their other half. Fewer than none where some that were have met theirs
 * after all: the topic of the others was read so late.
 *
 * They leave the books by the hour, their memory by the page: a page goes once its newest row is over. A row that is over
 * decides nothing, so it does not matter which comes first.
 */
export function evict(
  join: Join,
  predictions: Passed,
  outcomes: Passed,
  limits: JoinLimits,
): { predictions: number; outcomes: number } {
  dropPages(join, join.predictions, predictions, outcomes, limits);
  dropPages(join, join.outcomes, outcomes, predictions, limits);
  const givenUp =
    (own: Passed, other: Passed) =>
    ({ until, appended }: BucketBooks): boolean =>
      isGivenUp(until, appended, own, other, limits);
  return {
    predictions: closeBuckets(
      join.books.predictions,
      predictions.until - keepFor(limits),
      givenUp(predictions, outcomes),
    ),
    outcomes: closeBuckets(
      join.books.outcomes,
      outcomes.until - keepFor(limits),
      givenUp(outcomes, predictions),
    ),
  };
}

function dropPages(
  { pages, index }: Join,
  side: SidePages,
  own: Passed,
  other: Passed,
  limits: JoinLimits,
): void {
  for (;;) {
    const number = side.numbers[0];
    if (number === undefined) return;
    const page = pageAt(pages, number);
    if (!isOver(page.newest, page.appended, own, other, limits)) return;
    for (let at = 0; at < page.used;) {
      const until = touch(pages, index, page, at);
      for (; at < until; at += wordsAt(page, at)) unlink(pages, index, reference(number, at));
    }
    dropOldest(pages, side);
    shrink(index);
  }
}

/** Rows whose slots are fetched together. */
const TOGETHER = 256;
let touched = 0;

/**
 * Reads the slots of the next rows of a page, and the newest rows that they lead to; returns where these rows end. Each is
 * a miss of the cache, and here the processor waits for several at a time, as it cannot while it unlinks.
 */
function touch(pages: Pages, { slots }: KeyIndex, page: Page, from: number): number {
  const mask = (slots.length >> 1) - 1;
  let at = from;
  for (let i = 0; i < TOGETHER && at < page.used; i++) {
    const head = slots[2 * ((page.words[at] as number) & mask) + 1] as number;
    if (head !== 0) touched ^= pageAt(pages, pageOf(head)).words[placeOf(head) + NEXT] as number;
    at += wordsAt(page, at);
  }
  return at;
}

/** Takes a row out of the chain of its key; the last one takes the key with it. */
function unlink(pages: Pages, index: KeyIndex, row: number): void {
  const { words } = pageAt(pages, pageOf(row));
  const tag = words[placeOf(row)] as number;
  const next = words[placeOf(row) + NEXT] as number;
  const { slots } = index;
  const mask = (slots.length >> 1) - 1;
  for (let slot = tag & mask; headAt(index, slot) !== 0; slot = (slot + 1) & mask) {
    if (slots[2 * slot] !== tag) continue;
    if (headAt(index, slot) === row) {
      if (next === 0) removeSlot(index, slot);
      else slots[2 * slot + 1] = next;
      return;
    }
    // Another key may begin with the same word: the row is in the chain in which it is found.
    for (let at = headAt(index, slot); at !== 0;) {
      const { words: chain } = pageAt(pages, pageOf(at));
      const link = placeOf(at) + NEXT;
      at = chain[link] as number;
      if (at === row) {
        chain[link] = next;
        return;
      }
    }
  }
}
