import type { NumbersByName, OutcomeRow, PredictionRow, TextsByName } from './row.js';

/** How many entries a column begins with. */
const WIDTH = 32;

/** Columns of a record, entry by entry. They only ever grow, before a record is filled in. */
export interface RowColumns {
  kinds: Uint8Array;
  numbers: Float64Array;
  texts: string[];
  textHashes: Uint32Array;
}

export function emptyColumns(width: number = WIDTH): RowColumns {
  return {
    kinds: new Uint8Array(width),
    numbers: new Float64Array(width),
    texts: Array.from({ length: width }, () => ''),
    textHashes: new Uint32Array(width),
  };
}

/** Makes room for `width` entries; what the columns held is lost. */
export function widen(columns: RowColumns, width: number): void {
  if (width > columns.kinds.length) Object.assign(columns, emptyColumns(2 * width));
}

export function widenNumbers(into: NumbersByName, width: number): void {
  if (width > into.values.length) into.values = new Float64Array(2 * width);
}

export function widenTexts(into: TextsByName, width: number): void {
  while (into.texts.length < width) into.texts.push('');
}

const NONE: readonly string[] = [];

/** A row before its first record. */
export function emptyPredictionRow(): PredictionRow {
  return {
    kind: 'prediction',
    key: new Uint32Array(4),
    model: '',
    version: '',
    time: 0,
    contentHash: 0,
    task: 'failed',
    label: '',
    score: NaN,
    value: NaN,
    code: '',
    probabilities: null,
    ranked: null,
    latencyMs: NaN,
    features: { names: NONE, ...emptyColumns() },
    segments: null,
    scores: null,
    weights: null,
  };
}

export function emptyOutcomeRow(): OutcomeRow {
  return {
    kind: 'outcome',
    key: new Uint32Array(4),
    model: '',
    time: 0,
    contentHash: 0,
    number: NaN,
    text: null,
    chosen: null,
    values: null,
  };
}
