import { outcomeHash, predictionHash } from '../../../../src/events/content-hash.js';
import type { Outcome, Prediction } from '../../../../src/events/event.js';
import { outcomeRowOf, predictionRowOf } from '../../../../src/events/rows/fill-row.js';
import type { IdList } from '../../../../src/events/rows/id-list.js';
import type {
  NumbersByName,
  OutcomeRow,
  PredictionRow,
  TextsByName,
} from '../../../../src/events/rows/row.js';
import type { Passed } from '../../../../src/stream/join/limits.js';
import type { FeatureWords, Pair } from '../../../../src/stream/pair.js';

/** Both topics read up to the same event time, and nothing known of their append times. */
export function bothAt(until: number): [Passed, Passed] {
  const passed = { until, read: 0, unread: 0 };
  return [passed, passed];
}

/** The row of a prediction, as far as the join reads it. */
export function predictionRow(p: Prediction): PredictionRow {
  const { answer } = p;
  return {
    kind: 'prediction',
    key: keyOf(p.id),
    model: p.model,
    version: p.version,
    time: p.time,
    contentHash: predictionHash(p),
    task: answer.task,
    label: 'label' in answer ? String(answer.label) : '',
    score: answer.task === 'binary' ? (answer.score ?? Number.NaN) : Number.NaN,
    value: answer.task === 'regression' ? answer.value : Number.NaN,
    code: answer.task === 'failed' ? answer.code : '',
    probabilities: numbersByName(answer.task === 'multiclass' ? answer.probabilities : undefined),
    ranked: predictionRowOf(p).ranked,
    latencyMs: p.latencyMs ?? Number.NaN,
    features: predictionRowOf(p).features,
    segments: textsByName(p.segments),
    scores: null,
    weights: null,
  };
}

export function outcomeRow(o: Outcome): OutcomeRow {
  return {
    kind: 'outcome',
    key: keyOf(o.id),
    model: o.model,
    time: o.time,
    contentHash: outcomeHash(o),
    number: typeof o.outcome === 'number' ? o.outcome : Number.NaN,
    text: typeof o.outcome === 'string' ? o.outcome : null,
    chosen: outcomeRowOf(o).chosen,
    values: numbersByName(o.values),
  };
}

/** A copy of a flyweight pair that can be compared: objects in place of columns. */
export function plainPair(pair: Pair): object {
  const numbers = (columns: NumbersByName | null) =>
    columns && columns.names.map((name, i) => [name, columns.values[i]]);
  return {
    ...pair,
    probabilities: numbers(pair.probabilities),
    ranked: ids(pair.ranked),
    chosen: ids(pair.chosen),
    values: numbers(pair.values),
    segments: pair.segments && pair.segments.names.map((name, i) => [name, pair.segments?.texts[i]]),
    features: pair.features && wordsByName(pair.features),
  };
}

function ids(list: IdList | null): number[] | null {
  return list && [...list.hashes.subarray(0, list.length)];
}

function wordsByName({ names, words, at }: FeatureWords): [string, number][] {
  return names.map((name, i) => [name, (words[at + i] as number) >>> 0]);
}

/** Ids share their first word with others, and some all but the last: keys must be told apart, not hashes of them. */
function keyOf(id: string): Uint32Array {
  const number = Number(/\d+$/.exec(id)?.[0] ?? 0);
  return new Uint32Array([number % 3, 0xffffffff, Math.floor(number / 3) % 2, number]);
}

/** The row with another key: as good as random, from a number and a seed (the finalizer of MurmurHash3). */
export function withRandomKey<Row extends PredictionRow | OutcomeRow>(row: Row, i: number, seed = 0): Row {
  row.key.set(randomKey(i, seed));
  return row;
}

export function randomKey(i: number, seed = 0): Uint32Array {
  return Uint32Array.from({ length: 4 }, (_, word) => {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(4 * seed + word + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  });
}

function numbersByName(values: Readonly<Record<string, number>> | undefined): NumbersByName | null {
  return values ? { names: Object.keys(values), values: new Float64Array(Object.values(values)) } : null;
}

function textsByName(texts: Readonly<Record<string, string>> | undefined): TextsByName | null {
  return texts ? { names: Object.keys(texts), texts: Object.values(texts) } : null;
}
