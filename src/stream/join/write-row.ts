import { MISSING_WORD, wordOfCategory, wordOfNumber } from '../../aggregates/value-word.js';
import type { IdList } from '../../events/rows/id-list.js';
import {
  MISSING,
  NUMBER,
  type FeatureColumns,
  type NumbersByName,
  type OutcomeRow,
  type PredictionRow,
  type TextsByName,
} from '../../events/rows/row.js';
import { numberOfNames, numberOfText, type Dictionary } from './dictionary.js';
import { putFloat } from './float-words.js';
import { joinedFeatures, type JoinedFeatures } from './joined-features.js';
import { pageAt, pageFor, reference, type Page, type Pages, type SidePages } from './page.js';
import {
  APPENDED,
  CONTENT,
  FLAGS,
  HAS_FEATURES,
  HAS_LIST,
  HAS_NUMBER,
  HAS_NUMBERS,
  HAS_SEGMENTS,
  KIND_MASK,
  MULTICLASS,
  NEXT,
  OFFSET,
  OTHER_NUMBER,
  OUTCOME_PAYLOAD,
  outcomeFlags,
  PREDICTION_PAYLOAD,
  predictionFlags,
  REGRESSION,
  TEXT,
  TIME,
  VERSION,
  wordsOf,
} from './row-words.js';

/**
 * Puts a prediction into the open page of its side, in front of `next`; returns its reference.
 *
 * @param second of its append, since the epoch
 * @param features how many of its features the row carries at most
 */
export function writePrediction(
  pages: Pages,
  side: SidePages,
  row: PredictionRow,
  second: number,
  late: boolean,
  k: number,
  features: number,
  next: number,
): number {
  const joined = joinedFeatures(row.features.names, features);
  const flags = predictionFlags(row, late, k, joined.names.length);
  const size = wordsOf(
    flags,
    row.ranked?.length ?? 0,
    row.probabilities?.names.length ?? 0,
    row.segments?.names.length ?? 0,
    joined.names.length,
  );
  const number = pageFor(pages, side, size, row.time, second);
  const page = pageAt(pages, number);
  const { words, dictionary, used: at } = page;
  writeHead(page, row, second, flags, next);
  words[at + VERSION] = numberOfText(dictionary, row.version);
  let to = at + PREDICTION_PAYLOAD;
  if ((flags & KIND_MASK) === MULTICLASS) words[to++] = numberOfText(dictionary, row.label);
  if ((flags & HAS_NUMBER) !== 0) {
    putFloat(words, to, (flags & KIND_MASK) === REGRESSION ? row.value : row.score);
    to += 2;
  }
  if ((flags & HAS_LIST) !== 0) to = writeIds(words, to, row.ranked as IdList);
  if ((flags & HAS_NUMBERS) !== 0)
    to = writeNumbers(words, to, dictionary, row.probabilities as NumbersByName);
  if ((flags & HAS_SEGMENTS) !== 0) to = writeTexts(words, to, dictionary, row.segments as TextsByName);
  if ((flags & HAS_FEATURES) !== 0) writeFeatures(words, to, dictionary, row.features, joined);
  page.used += size;
  page.rows++;
  return reference(number, at);
}

/** Puts an outcome into the open page of its side, in front of `next`; returns its reference. */
export function writeOutcome(
  pages: Pages,
  side: SidePages,
  row: OutcomeRow,
  offset: number,
  second: number,
  late: boolean,
  k: number,
  next: number,
): number {
  const flags = outcomeFlags(row, late, k);
  const size = wordsOf(flags, row.chosen?.length ?? 0, row.values?.names.length ?? 0, 0, 0);
  const number = pageFor(pages, side, size, row.time, second);
  const page = pageAt(pages, number);
  const { words, dictionary, used: at } = page;
  writeHead(page, row, second, flags, next);
  putFloat(words, at + OFFSET, offset);
  let to = at + OUTCOME_PAYLOAD;
  if ((flags & HAS_LIST) !== 0) to = writeIds(words, to, row.chosen as IdList);
  else if ((flags & KIND_MASK) === TEXT) words[to++] = numberOfText(dictionary, row.text as string);
  else if ((flags & KIND_MASK) === OTHER_NUMBER) {
    putFloat(words, to, row.number);
    to += 2;
  }
  if ((flags & HAS_NUMBERS) !== 0) writeNumbers(words, to, dictionary, row.values as NumbersByName);
  page.used += size;
  page.rows++;
  return reference(number, at);
}

function writeHead(
  { words, used: at }: Page,
  { key, contentHash, time }: PredictionRow | OutcomeRow,
  second: number,
  flags: number,
  next: number,
): void {
  words[at] = key[0] as number;
  words[at + 1] = key[1] as number;
  words[at + 2] = key[2] as number;
  words[at + 3] = key[3] as number;
  words[at + NEXT] = next;
  words[at + FLAGS] = flags;
  words[at + CONTENT] = contentHash;
  putFloat(words, at + TIME, time);
  words[at + APPENDED] = second;
}

function writeIds(words: Int32Array, at: number, { hashes, length }: IdList): number {
  words[at] = length;
  for (let i = 0; i < length; i++) words[at + 1 + i] = hashes[i] as number;
  return at + 1 + length;
}

function writeNumbers(
  words: Int32Array,
  at: number,
  dictionary: Dictionary,
  { names, values }: NumbersByName,
): number {
  words[at] = numberOfNames(dictionary, names);
  let to = at + 1;
  for (let i = 0; i < names.length; i++) {
    putFloat(words, to, values[i] as number);
    to += 2;
  }
  return to;
}

function writeTexts(
  words: Int32Array,
  at: number,
  dictionary: Dictionary,
  { names, texts }: TextsByName,
): number {
  words[at] = numberOfNames(dictionary, names);
  for (let i = 0; i < names.length; i++) words[at + 1 + i] = numberOfText(dictionary, texts[i] as string);
  return at + 1 + names.length;
}

function writeFeatures(
  words: Int32Array,
  at: number,
  dictionary: Dictionary,
  { kinds, numbers, textHashes }: FeatureColumns,
  { names, columns }: JoinedFeatures,
): void {
  words[at] = numberOfNames(dictionary, names);
  for (let i = 0; i < names.length; i++) {
    const column = columns[i] as number;
    const kind = kinds[column];
    words[at + 1 + i] =
      kind === NUMBER
        ? wordOfNumber(numbers[column] as number)
        : kind === MISSING
          ? MISSING_WORD
          : wordOfCategory(textHashes[column] as number);
  }
}
