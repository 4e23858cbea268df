import type { OutcomeRow, PredictionRow } from '../../events/rows/row.js';
import type { Page } from './page.js';

/**
 * How a row lies in its page: 32-bit words, the fixed ones first, then what its flags say is there. A text is its number
 * in the page's dictionary, a float64 two words.
 *
 * Both: key (4), next row of the key, flags, content hash, time (2), second of the append.
 * A prediction then has: version; multiclass: label; score or value (2); ranking: how many ids, and their hashes; names and
 * numbers of its probabilities; names and texts of its segments; names and words of its features. An outcome: offset (2); its
 * number (2), its text, or how many ids were chosen and their hashes; names and numbers of its values.
 */
export const NEXT = 4;
export const FLAGS = 5;
export const CONTENT = 6;
export const TIME = 7;
export const APPENDED = 9;
export const VERSION = 10;
export const PREDICTION_PAYLOAD = 11;
export const OFFSET = 10;
export const OUTCOME_PAYLOAD = 12;

export const OUTCOME = 1;
export const LATE = 1 << 1;
export const MATCHED = 1 << 2;
/** Binary: the label is 1. */
export const LABEL_ONE = 1 << 3;
/** A score or a value is there. */
export const HAS_NUMBER = 1 << 4;
/** Probabilities, or business values, are there. */
export const HAS_NUMBERS = 1 << 5;
export const HAS_SEGMENTS = 1 << 6;
/** Beyond the bits of the share, below. */
export const HAS_FEATURES = 1 << 15;

/** A ranking's list, or what was chosen: the bits of the kind are 0 then. */
export const HAS_LIST = 1 << 16;

/** Where a prediction's task, or the kind of what happened, stands among the flags. */
export const KIND_SHIFT = 7;
export const KIND_MASK = 3 << KIND_SHIFT;

/** k of `thinning.ts`, of six bits. */
export const SHARE_SHIFT = 9;
const SHARE_MASK = 63;

/** The second of the row's append, since the epoch: unsigned, so until 2106. */
export function appendedIn(words: Int32Array, at: number): number {
  return (words[at + APPENDED] as number) >>> 0;
}

/** k of the row at `at`: it was kept with probability 2^-k. */
export function shareAt(words: Int32Array, at: number): number {
  return ((words[at + FLAGS] as number) >> SHARE_SHIFT) & SHARE_MASK;
}

/** The tasks of a word or two, by number; a list is told by `HAS_LIST`. */
export const TASKS = ['binary', 'multiclass', 'regression', 'failed'] as const;
export const BINARY = 0 << KIND_SHIFT;
export const MULTICLASS = 1 << KIND_SHIFT;
export const REGRESSION = 2 << KIND_SHIFT;
export const FAILED = 3 << KIND_SHIFT;

/** What happened: 0 and 1 need no words of their own. */
export const ZERO = 0 << KIND_SHIFT;
export const ONE = 1 << KIND_SHIFT;
export const OTHER_NUMBER = 2 << KIND_SHIFT;
export const TEXT = 3 << KIND_SHIFT;

/**
 * The flags of a prediction without an outcome as yet, kept with probability 2^-k. A failed or late one needs no features:
 * it gets into no table.
 */
export function predictionFlags(row: PredictionRow, late: boolean, k: number, features: number): number {
  let flags = (k << SHARE_SHIFT) | (late ? LATE : 0);
  switch (row.task) {
    case 'binary':
      flags |= BINARY;
      if (row.label === '1') flags |= LABEL_ONE;
      if (!Number.isNaN(row.score)) flags |= HAS_NUMBER;
      break;
    case 'multiclass':
      flags |= MULTICLASS;
      if (row.probabilities) flags |= HAS_NUMBERS;
      break;
    case 'regression':
      flags |= REGRESSION | HAS_NUMBER;
      break;
    case 'ranking':
      flags |= HAS_LIST;
      break;
    case 'failed':
      flags |= FAILED;
      break;
  }
  if (row.segments) flags |= HAS_SEGMENTS;
  if (features > 0 && !late && row.task !== 'failed') flags |= HAS_FEATURES;
  return flags;
}

/** The flags of an outcome without a prediction as yet, kept with probability 2^-k. */
export function outcomeFlags(row: OutcomeRow, late: boolean, k: number): number {
  let flags = OUTCOME | (k << SHARE_SHIFT) | (late ? LATE : 0);
  if (row.chosen !== null) flags |= HAS_LIST;
  else if (row.text !== null) flags |= TEXT;
  else if (row.number === 1) flags |= ONE;
  else if (Object.is(row.number, 0)) flags |= ZERO;
  else flags |= OTHER_NUMBER;
  if (row.values) flags |= HAS_NUMBERS;
  return flags;
}

/** How many words a row with these flags takes. */
export function wordsOf(
  flags: number,
  list: number,
  numbers: number,
  segments: number,
  features: number,
): number {
  const kind = flags & KIND_MASK;
  let words =
    (flags & OUTCOME) === 0
      ? PREDICTION_PAYLOAD + (kind === MULTICLASS ? 1 : 0) + ((flags & HAS_NUMBER) === 0 ? 0 : 2)
      : OUTCOME_PAYLOAD + (kind === TEXT ? 1 : kind === OTHER_NUMBER ? 2 : 0);
  if ((flags & HAS_LIST) !== 0) words += 1 + list;
  if ((flags & HAS_NUMBERS) !== 0) words += 1 + 2 * numbers;
  if ((flags & HAS_SEGMENTS) !== 0) words += 1 + segments;
  if ((flags & HAS_FEATURES) !== 0) words += 1 + features;
  return words;
}

/** How many words the row at `at` takes: the way from one row of a page to the next. */
export function wordsAt({ words, dictionary }: Page, at: number): number {
  const flags = words[at + FLAGS] as number;
  const lists = flags & (HAS_LIST | HAS_NUMBERS | HAS_SEGMENTS | HAS_FEATURES);
  let size = wordsOf(flags & ~lists, 0, 0, 0, 0);
  if (lists === 0) return size;
  const { names } = dictionary;
  if ((lists & HAS_LIST) !== 0) size += 1 + (words[at + size] as number);
  if ((lists & HAS_NUMBERS) !== 0) size += 1 + 2 * lengthOf(names, words[at + size] as number);
  if ((lists & HAS_SEGMENTS) !== 0) size += 1 + lengthOf(names, words[at + size] as number);
  if ((lists & HAS_FEATURES) !== 0) size += 1 + lengthOf(names, words[at + size] as number);
  return size;
}

function lengthOf(lists: readonly (readonly string[])[], number: number): number {
  return (lists[number] as readonly string[]).length;
}
