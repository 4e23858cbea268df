import { CATEGORY_BUCKETS } from './category-counts.js';
import { floatKey } from './float-key.js';

/**
 * A feature's value in 32 bits, as the join keeps it until the outcome comes: the leading bits of a number, or the bucket
 * of a category. Finite numbers have no key below 2^20 (`float-key.ts`), so the smallest words are free for the rest, and
 * the kind of a value needs no bits of its own.
 */
export const MISSING_WORD = 0;
/** No value has it: tables put here what their limit has dropped. */
export const OTHER_WORD = 1;
const FIRST_BUCKET = 2;
const FIRST_NUMBER = 1 << 20;

/** @param value what is not finite counts as missing */
export function wordOfNumber(value: number): number {
  return Number.isFinite(value) ? floatKey(value) : MISSING_WORD;
}

/** @param hash `stringHash` of the category */
export function wordOfCategory(hash: number): number {
  return FIRST_BUCKET + (hash & (CATEGORY_BUCKETS - 1));
}

/** Whether the word, signed or not, is that of a number. */
export function isNumber(word: number): boolean {
  return word >>> 0 >= FIRST_NUMBER;
}

/** The bucket of `category-counts.ts` that a word stands for; null for a missing value and for the rest. */
export function bucketOfWord(word: number): number | null {
  return word < FIRST_BUCKET ? null : word - FIRST_BUCKET;
}

/** Words below this are no buckets. */
export const NO_BUCKETS = FIRST_BUCKET;
