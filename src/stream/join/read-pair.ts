import type { IdList } from '../../events/rows/id-list.js';
import type { NumbersByName, TextsByName } from '../../events/rows/row.js';
import type { Pair } from '../pair.js';
import { floatAt } from './float-words.js';
import type { Matches } from './matches.js';
import { pageAt, pageOf, placeOf, type Page, type Pages } from './page.js';
import {
  BINARY,
  FLAGS,
  HAS_FEATURES,
  HAS_LIST,
  HAS_NUMBER,
  HAS_NUMBERS,
  HAS_SEGMENTS,
  KIND_MASK,
  KIND_SHIFT,
  LABEL_ONE,
  LATE,
  MULTICLASS,
  OFFSET,
  ONE,
  OTHER_NUMBER,
  OUTCOME_PAYLOAD,
  PREDICTION_PAYLOAD,
  REGRESSION,
  shareAt,
  TASKS,
  TEXT,
  TIME,
  VERSION,
  ZERO,
} from './row-words.js';

/** The pair number `i` of the record that was joined last, `i` from 0 to `matches.count` - 1: always the same object. */
export function readPair(join: { readonly pages: Pages }, matches: Matches, i: number): Pair {
  const { pages } = join;
  const prediction = matches.predictions[i] as number;
  readPrediction(pageAt(pages, pageOf(prediction)), placeOf(prediction), matches);
  readOutcome(pageAt(pages, pageOf(matches.outcome)), placeOf(matches.outcome), matches);
  return matches.pair;
}

/** How often the pair number `i` counts, so that sums over pairs are unbiased: 1 unless records were sampled out. */
export function weightOfPair(join: { readonly pages: Pages }, matches: Matches, i: number): number {
  return 2 ** shareOfPair(join, matches, i);
}

/** The pair number `i` is there with probability 2^-k: this is k. */
export function shareOfPair({ pages }: { readonly pages: Pages }, matches: Matches, i: number): number {
  return Math.max(share(pages, matches.predictions[i] as number), share(pages, matches.outcome));
}

function share(pages: Pages, row: number): number {
  return shareAt(pageAt(pages, pageOf(row)).words, placeOf(row));
}

function readPrediction({ words, dictionary }: Page, at: number, matches: Matches): void {
  const { pair } = matches;
  const flags = words[at + FLAGS] as number;
  const kind = flags & KIND_MASK;
  pair.version = dictionary.texts[words[at + VERSION] as number] as string;
  const isList = (flags & HAS_LIST) !== 0;
  pair.task = isList ? 'ranking' : (TASKS[kind >> KIND_SHIFT] as Pair['task']);
  pair.predictedAt = floatAt(words, at + TIME);
  pair.predictionLate = (flags & LATE) !== 0;
  let from = at + PREDICTION_PAYLOAD;
  if (isList) pair.label = '';
  else if (kind === BINARY) pair.label = (flags & LABEL_ONE) === 0 ? '0' : '1';
  else if (kind === MULTICLASS) pair.label = dictionary.texts[words[from++] as number] as string;
  else pair.label = '';
  const number = (flags & HAS_NUMBER) === 0 ? Number.NaN : floatAt(words, from);
  if ((flags & HAS_NUMBER) !== 0) from += 2;
  pair.score = kind === BINARY ? number : Number.NaN;
  pair.value = kind === REGRESSION ? number : Number.NaN;
  if (!isList) pair.ranked = null;
  else {
    pair.ranked = matches.ranked;
    from = readIds(words, from, matches.ranked);
  }
  if ((flags & HAS_NUMBERS) === 0) pair.probabilities = null;
  else {
    pair.probabilities = matches.probabilities;
    from = readNumbers(words, from, dictionary.names, matches.probabilities);
  }
  if ((flags & HAS_SEGMENTS) === 0) pair.segments = null;
  else {
    pair.segments = matches.segments;
    from = readTexts(words, from, dictionary.names, dictionary.texts, matches.segments);
  }
  if ((flags & HAS_FEATURES) === 0) pair.features = null;
  else {
    const { features } = matches;
    pair.features = features;
    features.names = dictionary.names[words[from] as number] as readonly string[];
    // Not copied: pages stay as they are until the next row is evicted, and a pair is not kept for so long.
    features.words = words;
    features.at = from + 1;
  }
}

function readOutcome({ words, dictionary }: Page, at: number, matches: Matches): void {
  const { pair } = matches;
  const flags = words[at + FLAGS] as number;
  const kind = flags & KIND_MASK;
  pair.happenedAt = floatAt(words, at + TIME);
  pair.outcomeLate = (flags & LATE) !== 0;
  pair.offset = floatAt(words, at + OFFSET);
  let from = at + OUTCOME_PAYLOAD;
  const isList = (flags & HAS_LIST) !== 0;
  pair.number = isList ? Number.NaN : kind === ZERO ? 0 : kind === ONE ? 1 : Number.NaN;
  pair.text = null;
  pair.chosen = null;
  if (isList) {
    pair.chosen = matches.chosen;
    from = readIds(words, from, matches.chosen);
  } else if (kind === TEXT) pair.text = dictionary.texts[words[from++] as number] as string;
  else if (kind === OTHER_NUMBER) {
    pair.number = floatAt(words, from);
    from += 2;
  }
  if ((flags & HAS_NUMBERS) === 0) pair.values = null;
  else {
    pair.values = matches.values;
    readNumbers(words, from, dictionary.names, matches.values);
  }
}

function readIds(words: Int32Array, at: number, into: IdList): number {
  into.length = words[at] as number;
  for (let i = 0; i < into.length; i++) into.hashes[i] = words[at + 1 + i] as number;
  return at + 1 + into.length;
}

function readNumbers(
  words: Int32Array,
  at: number,
  lists: readonly (readonly string[])[],
  into: NumbersByName,
): number {
  const names = lists[words[at] as number] as readonly string[];
  if (into.values.length < names.length) into.values = new Float64Array(2 * names.length);
  into.names = names;
  let from = at + 1;
  for (let i = 0; i < names.length; i++) {
    into.values[i] = floatAt(words, from);
    from += 2;
  }
  return from;
}

function readTexts(
  words: Int32Array,
  at: number,
  lists: readonly (readonly string[])[],
  known: readonly string[],
  into: TextsByName,
): number {
  const names = lists[words[at] as number] as readonly string[];
  into.names = names;
  for (let i = 0; i < names.length; i++) into.texts[i] = known[words[at + 1 + i] as number] as string;
  return at + 1 + names.length;
}
