import * as hashing from '../content-hash.js';
import { mixedBits, nameHash, numberBits, textBits } from '../content-hash.js';
import * as shapes from '../json-shapes.js';
import { writeKey } from '../rows/event-key.js';
import { murmur3 } from '../rows/murmur3.js';
import * as kinds from '../rows/row.js';
import { type OutcomeRow, type PredictionRow } from '../rows/row.js';
import type { Layout } from './layout-tree.js';
import type { ModelFacts } from './model-facts.js';
import * as places from './record-scan.js';
import { type RecordScan } from './record-scan.js';
import { lookUpText } from './text-dictionary.js';

// Constants of this file's own: V8 folds those, imported ones it loads each time.
const { ANSWER_AT, LATENCY_AT, SCORE_AT, TIME_AT } = places;
const { FALSE, MISSING, NUMBER, TEXT, TRUE } = kinds;
const { NULL_BITS } = hashing;
const { MAX_NAME, MAX_OBJECTIVES } = shapes;

const TIME = nameHash('', 'time');
const LABEL = nameHash('', 'label');
const SCORE = nameHash('', 'score');
const VALUE = nameHash('', 'value');
const ERROR = nameHash('', 'error');
const LATENCY = nameHash('', 'latency');
const OUTCOME = nameHash('', 'outcome');

/**
 * Makes a row of what the walk has found. The content hash is that of `content-hash.ts`, the rules of the answer are those
 * of `parse-answer.ts`; false: the record breaks one of them, and the strict edge shall say which.
 */
export function takePrediction(scan: RecordScan, layout: Layout, row: PredictionRow): boolean {
  const model = scan.model as ModelFacts;
  row.label = '';
  row.score = row.value = NaN;
  row.code = '';
  row.probabilities = null;
  row.ranked = null;
  const sum = layout.failed ? takeFailure(scan, row) : takeAnswer(scan, layout, model, row);
  if (sum === null) return false;
  takeKey(scan, model, row.key);
  row.model = model.name;
  row.version = scan.version;
  const time = scan.scalars[TIME_AT] as number;
  row.time = time;
  row.features.names = layout.features;
  const latency = scan.latencyKind === NUMBER ? (scan.scalars[LATENCY_AT] as number) : NaN;
  row.latencyMs = latency;
  row.segments = null;
  if (layout.segments !== null) {
    scan.segments.names = layout.segments;
    row.segments = scan.segments;
  }
  row.scores = null;
  if (layout.scores !== null) {
    if (!isFewNames(layout.scores)) return false;
    scan.scores.names = layout.scores;
    row.scores = scan.scores;
  }
  row.weights = null;
  if (layout.weights !== null) {
    if (!isFewNames(layout.weights)) return false;
    scan.weights.names = layout.weights;
    row.weights = scan.weights;
  }
  row.contentHash =
    (sum +
      mixedBits(TIME, numberBits(time)) +
      mixedBits(LATENCY, scan.latencyKind === NUMBER ? numberBits(latency) : NULL_BITS) +
      scan.featuresSum +
      scan.segmentsSum +
      scan.objectivesSum) >>>
    0;
  return true;
}

/** As many objectives as there may be, none with too long a name. */
function isFewNames(names: readonly string[]): boolean {
  return names.length <= MAX_OBJECTIVES && names.every((name) => name.length <= MAX_NAME);
}

function takeFailure(scan: RecordScan, row: PredictionRow): number {
  row.task = 'failed';
  row.code = scan.code;
  return mixedBits(ERROR, textBits(scan.codeHash));
}

/** What the answer adds to the content hash, an int32; null where it is none. */
function takeAnswer(scan: RecordScan, layout: Layout, model: ModelFacts, row: PredictionRow): number | null {
  if (scan.answerKind === MISSING) return null;
  const task = model.task ?? taskOfShape(scan, layout);
  row.task = task;
  switch (task) {
    case 'binary':
      return takeBinary(scan, row);
    case 'multiclass':
      return takeMulticlass(scan, layout, row);
    case 'regression': {
      if (scan.answerKind !== NUMBER) return null;
      const value = scan.scalars[ANSWER_AT] as number;
      row.value = value;
      return mixedBits(VALUE, numberBits(value));
    }
    // A list is never scanned: a record of one is left to JSON.parse, and anything else is no ranking.
    case 'ranking':
      return null;
  }
}

function taskOfShape(scan: RecordScan, layout: Layout): 'binary' | 'multiclass' | 'regression' {
  if (scan.scoreKind !== MISSING) return 'binary';
  if (layout.probabilities !== null) return 'multiclass';
  if (scan.answerKind === TRUE || scan.answerKind === FALSE) return 'binary';
  return scan.answerKind === TEXT ? 'multiclass' : 'regression';
}

function takeBinary(scan: RecordScan, row: PredictionRow): number | null {
  const { answerKind, answerText, scalars } = scan;
  const one =
    answerKind === TRUE ||
    (answerKind === NUMBER && scalars[ANSWER_AT] === 1) ||
    (answerKind === TEXT && answerText === '1');
  const zero =
    answerKind === FALSE ||
    (answerKind === NUMBER && scalars[ANSWER_AT] === 0) ||
    (answerKind === TEXT && answerText === '0');
  if (!one && !zero) return null;
  row.label = one ? '1' : '0';
  const label = mixedBits(LABEL, numberBits(one ? 1 : 0));
  if (scan.scoreKind === MISSING) return (label + mixedBits(SCORE, NULL_BITS)) | 0;
  const score = scalars[SCORE_AT] as number;
  if (scan.scoreKind !== NUMBER || !(score >= 0 && score <= 1)) return null;
  row.score = score;
  return (label + mixedBits(SCORE, numberBits(score))) | 0;
}

function takeMulticlass(scan: RecordScan, layout: Layout, row: PredictionRow): number | null {
  let { answerText, answerHash } = scan;
  if (scan.answerKind === NUMBER) {
    lookUpText(scan.dictionary, String(scan.scalars[ANSWER_AT]));
    answerText = scan.dictionary.text;
    answerHash = scan.dictionary.hash;
  } else if (!isClassName(scan)) return null;
  row.label = answerText;
  const label = mixedBits(LABEL, textBits(answerHash));
  if (layout.probabilities === null) return label;
  const { probabilities } = scan;
  probabilities.names = layout.probabilities;
  for (let i = 0; i < layout.probabilities.length; i++) {
    const probability = probabilities.values[i] as number;
    if (!(probability >= 0 && probability <= 1)) return null;
  }
  row.probabilities = probabilities;
  return (label + scan.probabilitiesSum) | 0;
}

export function takeOutcome(scan: RecordScan, layout: Layout, row: OutcomeRow): boolean {
  const { answerKind } = scan;
  let bits: number;
  row.number = NaN;
  row.text = null;
  row.chosen = null;
  if (answerKind === TEXT) {
    if (!isClassName(scan)) return false;
    row.text = scan.answerText;
    bits = textBits(scan.answerHash);
  } else {
    if (answerKind === MISSING) return false;
    const number = answerKind === NUMBER ? (scan.scalars[ANSWER_AT] as number) : answerKind === TRUE ? 1 : 0;
    row.number = number;
    bits = numberBits(number);
  }
  const model = scan.model as ModelFacts;
  takeKey(scan, model, row.key);
  row.model = model.name;
  const time = scan.scalars[TIME_AT] as number;
  row.time = time;
  row.values = null;
  if (layout.values !== null) {
    scan.values.names = layout.values;
    row.values = scan.values;
  }
  row.contentHash = (mixedBits(TIME, numberBits(time)) + mixedBits(OUTCOME, bits) + scan.valuesSum) >>> 0;
  return true;
}

function takeKey(scan: RecordScan, model: ModelFacts, key: Uint32Array): void {
  if (scan.oddId === null) murmur3(scan.record.view, scan.idFrom, scan.idUntil, model.keySeed, key);
  else writeKey(model.keySeed, scan.oddId, key);
}

/** Of the answer's text. A tab can only come by an escape. */
function isClassName({ answerKind, answerText, answerOdd }: RecordScan): boolean {
  return (
    answerKind === TEXT &&
    answerText.length > 0 &&
    answerText.length <= MAX_NAME &&
    !(answerOdd && answerText.includes('\t'))
  );
}
