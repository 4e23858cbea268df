import type { OutcomeRow, PredictionRow } from '../../src/events/rows/row.js';

/** Rows within which the order of outcomes is another than that of predictions. */
export const BLOCK = 65_536;

/** The prediction whose outcome comes as number `i`: of the same block. */
export function shuffled(i: number): number {
  return i ^ 0x5a5a;
}

/** A binary prediction without segments, as its reader fills it. */
export function predictionRow(): PredictionRow {
  return {
    kind: 'prediction',
    key: new Uint32Array(4),
    model: 'm',
    version: '2026-07-01',
    time: 0,
    contentHash: 0,
    task: 'binary',
    label: '1',
    score: 0.25,
    value: Number.NaN,
    code: '',
    probabilities: null,
    ranked: null,
    latencyMs: Number.NaN,
    features: {
      names: [],
      kinds: new Uint8Array(),
      numbers: new Float64Array(),
      texts: [],
      textHashes: new Uint32Array(),
    },
    segments: null,
    scores: null,
    weights: null,
  };
}

export function outcomeRow(): OutcomeRow {
  return {
    kind: 'outcome',
    key: new Uint32Array(4),
    model: 'm',
    time: 0,
    contentHash: 0,
    number: 1,
    text: null,
    chosen: null,
    values: null,
  };
}

/** The key of prediction number `i`: four well mixed words (the finalizer of MurmurHash3). */
export function putKey(key: Uint32Array, i: number): void {
  for (let word = 0; word < 4; word++) {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    key[word] = h ^ (h >>> 16);
  }
}
