import { RANKED_PLACES } from '../../aggregates/ranking-sums.js';
import { stringHash } from '../../aggregates/string-hash.js';
import { outcomeHash, predictionHash } from '../content-hash.js';
import type { FeatureValue, Outcome, Prediction } from '../event.js';
import { FALSE_HASH, TRUE_HASH } from './boolean-text.js';
import { emptyOutcomeRow, emptyPredictionRow, widen, widenNumbers } from './empty-row.js';
import { keySeed, writeKey } from './event-key.js';
import { emptyIdList, fillIdList, type IdList } from './id-list.js';
import {
  FALSE,
  MISSING,
  NUMBER,
  TEXT,
  TRUE,
  type FeatureColumns,
  type NumbersByName,
  type OutcomeRow,
  type PredictionRow,
  type TextsByName,
} from './row.js';

/** Where a row's strings and lists come from, so that the same ones are the same objects. */
export interface Interning {
  /** Looks a text up: `text` is it then, `hash` its `stringHash`. */
  lookUp(text: string): void;
  readonly text: string;
  readonly hash: number;
  names(names: readonly string[]): readonly string[];
  keySeed(model: string): Uint32Array;
}

/** What a prediction's row refers to where it has such entries; one of each is reused for all records of a row. */
export interface PredictionParts {
  readonly probabilities: NumbersByName;
  readonly segments: TextsByName;
  readonly scores: NumbersByName;
  readonly weights: NumbersByName;
  readonly ranked: IdList;
}

/** The same of an outcome's row. */
export interface OutcomeParts {
  readonly values: NumbersByName;
  readonly chosen: IdList;
}

/** Fills the row with a parsed prediction. What the scan reads from the same record's bytes is the same. */
export function fillPrediction(
  row: PredictionRow,
  parts: PredictionParts,
  event: Prediction,
  interning: Interning,
): void {
  const { answer } = event;
  row.model = interned(interning, event.model);
  row.version = interned(interning, event.version);
  writeKey(interning.keySeed(event.model), event.id, row.key);
  row.time = event.time;
  row.contentHash = predictionHash(event);
  row.task = answer.task;
  row.label =
    answer.task === 'binary' || answer.task === 'multiclass' ? interned(interning, String(answer.label)) : '';
  row.score = answer.task === 'binary' ? (answer.score ?? NaN) : NaN;
  row.value = answer.task === 'regression' ? answer.value : NaN;
  row.code = answer.task === 'failed' ? interned(interning, answer.code) : '';
  const probabilities = answer.task === 'multiclass' ? answer.probabilities : undefined;
  row.probabilities = probabilities ? fillNumbers(parts.probabilities, probabilities, interning) : null;
  row.ranked = answer.task === 'ranking' ? fillIdList(parts.ranked, answer.ranked, RANKED_PLACES) : null;
  row.latencyMs = event.latencyMs ?? NaN;
  fillFeatures(row.features, event.features, interning);
  row.segments = event.segments ? fillTexts(parts.segments, event.segments, interning) : null;
  row.scores = event.scores ? fillNumbers(parts.scores, event.scores, interning) : null;
  row.weights = event.weights ? fillNumbers(parts.weights, event.weights, interning) : null;
}

/** As `fillPrediction`. */
export function fillOutcome(
  row: OutcomeRow,
  parts: OutcomeParts,
  event: Outcome,
  interning: Interning,
): void {
  const { outcome } = event;
  row.model = interned(interning, event.model);
  writeKey(interning.keySeed(event.model), event.id, row.key);
  row.time = event.time;
  row.contentHash = outcomeHash(event);
  row.number = typeof outcome === 'number' ? outcome : NaN;
  row.text = typeof outcome === 'string' ? interned(interning, outcome) : null;
  row.chosen = typeof outcome === 'object' ? fillIdList(parts.chosen, outcome) : null;
  row.values = event.values ? fillNumbers(parts.values, event.values, interning) : null;
}

/** A row of its own for one event: for tests, and wherever speed does not count. */
export function predictionRowOf(event: Prediction): PredictionRow {
  const row = emptyPredictionRow();
  fillPrediction(
    row,
    {
      probabilities: { names: [], values: new Float64Array() },
      segments: { names: [], texts: [] },
      scores: { names: [], values: new Float64Array() },
      weights: { names: [], values: new Float64Array() },
      ranked: emptyIdList(),
    },
    event,
    plain(),
  );
  return row;
}

/** As `predictionRowOf`. */
export function outcomeRowOf(event: Outcome): OutcomeRow {
  const row = emptyOutcomeRow();
  const values = { names: [], values: new Float64Array() };
  fillOutcome(row, { values, chosen: emptyIdList() }, event, plain());
  return row;
}

function plain(): Interning {
  const interning = {
    text: '',
    hash: 0,
    lookUp(text: string): void {
      interning.text = text;
      interning.hash = stringHash(text);
    },
    names: (names: readonly string[]) => names,
    keySeed,
  };
  return interning;
}

function interned(interning: Interning, text: string): string {
  interning.lookUp(text);
  return interning.text;
}

function fillFeatures(
  columns: FeatureColumns,
  features: Readonly<Record<string, FeatureValue>>,
  interning: Interning,
): void {
  const names = interning.names(Object.keys(features));
  widen(columns, names.length);
  columns.names = names;
  const { kinds, numbers, texts, textHashes } = columns;
  for (let i = 0; i < names.length; i++) {
    const value = features[names[i] as string] as FeatureValue;
    if (value === null) kinds[i] = MISSING;
    else if (typeof value === 'number') {
      kinds[i] = NUMBER;
      numbers[i] = value;
    } else if (typeof value === 'string') {
      kinds[i] = TEXT;
      interning.lookUp(value);
      texts[i] = interning.text;
      textHashes[i] = interning.hash;
    } else {
      kinds[i] = value ? TRUE : FALSE;
      texts[i] = value ? 'true' : 'false';
      textHashes[i] = value ? TRUE_HASH : FALSE_HASH;
    }
  }
}

function fillNumbers(
  into: NumbersByName,
  numbers: Readonly<Record<string, number>>,
  interning: Interning,
): NumbersByName {
  const names = interning.names(Object.keys(numbers));
  widenNumbers(into, names.length);
  into.names = names;
  for (let i = 0; i < names.length; i++) into.values[i] = numbers[names[i] as string] as number;
  return into;
}

function fillTexts(
  into: TextsByName,
  texts: Readonly<Record<string, string>>,
  interning: Interning,
): TextsByName {
  into.names = interning.names(Object.keys(texts));
  for (let i = 0; i < into.names.length; i++) {
    into.texts[i] = interned(interning, texts[into.names[i] as string] as string);
  }
  return into;
}
