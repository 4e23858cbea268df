import * as hashing from '../content-hash.js';
import { mixedBits, numberBits, textBits } from '../content-hash.js';
import * as shapes from '../json-shapes.js';
import { FALSE_HASH, TRUE_HASH } from '../rows/boolean-text.js';
import * as kinds from '../rows/row.js';
import { parseTime } from '../time.js';
import { readIsoTime } from './iso-time.js';
import * as layouts from './layout-tree.js';
import * as leaves from './leaf.js';
import { readNumber, readThirteenDigits } from './number.js';
import * as places from './record-scan.js';
import { type RecordScan } from './record-scan.js';
import type { RecordText } from './record-text.js';
import { skipValue } from './skip-value.js';
import { plainEnd, stringEnd } from './string-end.js';
import { decode, readText } from './text-dictionary.js';

// Constants of this file's own: V8 folds those, imported ones it loads each time.
const {
  CODE,
  COMPONENT,
  FEATURE,
  ID,
  KIND,
  LATENCY,
  MODEL,
  OUTCOME,
  PREDICTION,
  PROBABILITY,
  SCORE,
  SEGMENT,
  SKIP,
  TIME,
  VALUE,
  VERSION,
  WEIGHT,
} = leaves;
const { COLUMN, LEAF, NAME_HASH } = layouts;
const { ANSWER_AT, LATENCY_AT, NUMBER_AT, SCORE_AT, TIME_AT } = places;
const { FALSE, MISSING, NUMBER, TEXT, TRUE } = kinds;
const { FALSE_BITS, NULL_BITS, TRUE_BITS } = hashing;
const { MAX_NAME } = shapes;

/** The four letters as a little-endian word. */
const TRUE_WORD = 0x65757274;
const FALS_WORD = 0x736c6166;
const NULL_WORD = 0x6c6c756e;

/**
 * Reads the value that begins at `at` for the leaf that the edge leads to.
 *
 * @returns the position behind it; -1 where it is no valid value of that leaf, or a doubtful one
 */
export function readLeaf(scan: RecordScan, source: Buffer, edge: number, at: number): number {
  const leaf = scan.tree.cells[edge + LEAF] as number;
  switch (leaf) {
    case SKIP:
      return skipValue(scan.record.bytes, at);
    case ID:
      return readId(scan, source, at);
    case TIME:
      return readTime(scan, source, at);
    case KIND:
      return readKind(scan.record, at);
    default:
      return readValue(scan, source, edge, leaf, at);
  }
}

function readValue(scan: RecordScan, source: Buffer, edge: number, leaf: number, at: number): number {
  const { record, dictionary, scalars } = scan;
  const { cells } = scan.tree;
  const byte = record.bytes[at] as number;
  let kind: number;
  let bits: number;
  let end: number;
  if (byte === 0x22) {
    end = readText(dictionary, record, source, at + 1);
    kind = TEXT;
    bits = textBits(dictionary.hash);
  } else if (byte < 0x3a) {
    end = readNumber(record, source, at, scalars, NUMBER_AT);
    kind = NUMBER;
    bits = numberBits(scalars[NUMBER_AT] as number);
  } else {
    const word = record.view.getInt32(at, true);
    end = at + 4;
    if (word === NULL_WORD) {
      kind = MISSING;
      bits = NULL_BITS;
    } else if (word === TRUE_WORD) {
      kind = TRUE;
      bits = TRUE_BITS;
    } else {
      if (word !== FALS_WORD || record.bytes[at + 4] !== 0x65) return -1;
      kind = FALSE;
      bits = FALSE_BITS;
      end++;
    }
  }
  if (end === -1) return -1;
  const number = scalars[NUMBER_AT] as number;
  const column = cells[edge + COLUMN] as number;
  switch (leaf) {
    case FEATURE: {
      const { kinds, numbers, texts, textHashes } = scan.features;
      kinds[column] = kind;
      if (kind === NUMBER) numbers[column] = number;
      else if (kind === TEXT) {
        texts[column] = dictionary.text;
        textHashes[column] = dictionary.hash;
      } else if (kind !== MISSING) {
        texts[column] = kind === TRUE ? 'true' : 'false';
        textHashes[column] = kind === TRUE ? TRUE_HASH : FALSE_HASH;
      }
      scan.featuresSum = (scan.featuresSum + mixedBits(cells[edge + NAME_HASH] as number, bits)) | 0;
      return end;
    }
    case MODEL:
      if (kind !== TEXT || !isName(dictionary.text)) return -1;
      scan.model = scan.models.facts(dictionary.text);
      return end;
    case VERSION:
      if (kind !== TEXT || !isName(dictionary.text)) return -1;
      scan.version = dictionary.text;
      return end;
    case PREDICTION:
    case OUTCOME:
      scan.answerKind = kind;
      if (kind === NUMBER) scalars[ANSWER_AT] = number;
      else if (kind === TEXT) {
        scan.answerText = dictionary.text;
        scan.answerHash = dictionary.hash;
        scan.answerOdd = dictionary.odd;
      }
      return end;
    case SCORE:
      scan.scoreKind = kind;
      scalars[SCORE_AT] = number;
      return end;
    case PROBABILITY:
      if (kind !== NUMBER) return -1;
      scan.probabilities.values[column] = number;
      scan.probabilitiesSum =
        (scan.probabilitiesSum + mixedBits(cells[edge + NAME_HASH] as number, bits)) | 0;
      return end;
    case CODE:
      if (kind !== TEXT || !isName(dictionary.text)) return -1;
      scan.code = dictionary.text;
      scan.codeHash = dictionary.hash;
      return end;
    case LATENCY:
      if (kind !== MISSING && !(kind === NUMBER && number >= 0)) return -1;
      scan.latencyKind = kind;
      scalars[LATENCY_AT] = number;
      return end;
    case SEGMENT:
      if (kind !== TEXT || dictionary.text.length > MAX_NAME) return -1;
      scan.segments.texts[column] = dictionary.text;
      scan.segmentsSum = (scan.segmentsSum + mixedBits(cells[edge + NAME_HASH] as number, bits)) | 0;
      return end;
    case COMPONENT:
    case WEIGHT:
      if (kind !== NUMBER) return -1;
      (leaf === COMPONENT ? scan.scores : scan.weights).values[column] = number;
      scan.objectivesSum = (scan.objectivesSum + mixedBits(cells[edge + NAME_HASH] as number, bits)) | 0;
      return end;
    case VALUE:
      if (kind !== NUMBER) return -1;
      scan.values.values[column] = number;
      scan.valuesSum = (scan.valuesSum + mixedBits(cells[edge + NAME_HASH] as number, bits)) | 0;
      return end;
    default:
      throw new Error(`leaf ${leaf} has no reader: add it to readValue`);
  }
}

function isName(text: string): boolean {
  return text.length > 0 && text.length <= MAX_NAME;
}

function readId(scan: RecordScan, source: Buffer, at: number): number {
  const { bytes, view } = scan.record;
  if (bytes[at] !== 0x22) return -1;
  const from = at + 1;
  let end = plainEnd(view, from);
  if (bytes[end] === 0x22) {
    scan.idFrom = from;
    scan.idUntil = end;
    scan.oddId = null;
    return end > from && end - from <= MAX_NAME ? end + 1 : -1;
  }
  end = stringEnd(bytes, from);
  const id = end === -1 ? null : decode(source, from, end);
  if (id === null || !isName(id)) return -1;
  scan.oddId = id;
  return end + 1;
}

function readTime(scan: RecordScan, source: Buffer, at: number): number {
  const { record, scalars } = scan;
  const { bytes, view } = record;
  if (bytes[at] === 0x22) {
    const end = plainEnd(view, at + 1);
    const valid =
      bytes[end] === 0x22 && readIsoTime(record, source, at + 1, end, scan.lastDay, scalars, TIME_AT);
    return valid ? end + 1 : -1;
  }
  const epoch = readThirteenDigits(record, at, scalars, TIME_AT);
  if (epoch !== -1) return epoch;
  const end = readNumber(record, source, at, scalars, TIME_AT);
  const time = end === -1 ? null : parseTime(scalars[TIME_AT]);
  if (time === null) return -1;
  scalars[TIME_AT] = time;
  return end;
}

/** Only `end` means something, and it is no prediction and no outcome. */
function readKind({ bytes, view }: RecordText, at: number): number {
  if (bytes[at] !== 0x22) return skipValue(bytes, at);
  const end = plainEnd(view, at + 1);
  if (bytes[end] !== 0x22) return -1;
  const isEnd = end === at + 4 && bytes[at + 1] === 0x65 && bytes[at + 2] === 0x6e && bytes[at + 3] === 0x64;
  return isEnd ? -1 : end + 1;
}
