/**
 * One record as the hot path sees it. A row is a flyweight: its reader fills the same object again for every record, so
 * nothing is allocated for a record and nobody keeps a row beyond the next one. What it means is `../event.ts`; what an
 * event becomes as a row does not depend on the way it was read (`scan` or JSON.parse).
 *
 * Strings are interned by the reader: the same name is the same string object from record to record, so that comparing
 * them costs a pointer. Arrays of names are interned too: the same names in the same order are the same array.
 */
import type { EventTime, Task } from '../event.js';
import type { IdList } from './id-list.js';

/** Numbers by name: `values[i]` belongs to `names[i]`; `values` may be longer. */
export interface NumbersByName {
  names: readonly string[];
  values: Float64Array;
}

/** Texts by name: `texts[i]` belongs to `names[i]`; `texts` may be longer. */
export interface TextsByName {
  names: readonly string[];
  texts: string[];
}

/** What a feature's value is: an index of `FeatureColumns.kinds`. */
export const MISSING = 0;
export const NUMBER = 1;
export const TEXT = 2;
export const FALSE = 3;
export const TRUE = 4;

/** The features of one prediction: entry i of every column belongs to `names[i]`; columns may be longer. */
export interface FeatureColumns {
  names: readonly string[];
  /** MISSING, NUMBER, TEXT, FALSE or TRUE. */
  kinds: Uint8Array;
  /** Where the kind is NUMBER: a finite float64. */
  numbers: Float64Array;
  /** Where the kind is TEXT; `'true'` and `'false'` where it is TRUE or FALSE. */
  texts: string[];
  /** `stringHash` of the text, where there is one. */
  textHashes: Uint32Array;
}

export interface PredictionRow {
  readonly kind: 'prediction';
  /** 128-bit hash of model and id: four words. */
  readonly key: Uint32Array;
  model: string;
  version: string;
  time: EventTime;
  /** Equal for two records of one id = a duplicate; different = a conflict. The same for any order of an object's keys. */
  contentHash: number;
  task: Task | 'failed';
  /** binary: `'0'` or `'1'`; multiclass: the class; else `''`. */
  label: string;
  /** binary: the probability of 1, NaN when it was not said. */
  score: number;
  /** regression: the answer, else NaN. */
  value: number;
  /** failed: its code, else `''`. */
  code: string;
  /** multiclass, where they were said. */
  probabilities: NumbersByName | null;
  /** ranking: its first places, as many as are looked at. */
  ranked: IdList | null;
  /** NaN when it was not said. */
  latencyMs: number;
  readonly features: FeatureColumns;
  segments: TextsByName | null;
  /** Of a model with several objectives, where they were said: the score of each, and what they are weighted with. */
  scores: NumbersByName | null;
  weights: NumbersByName | null;
}

export interface OutcomeRow {
  readonly kind: 'outcome';
  readonly key: Uint32Array;
  model: string;
  time: EventTime;
  contentHash: number;
  /** What happened, when that is a number (0 and 1 of a binary task too); else NaN. */
  number: number;
  /** What happened, when that is a class name; else null. */
  text: string | null;
  /** What happened, when that is a list: the ids that were chosen. */
  chosen: IdList | null;
  values: NumbersByName | null;
}
