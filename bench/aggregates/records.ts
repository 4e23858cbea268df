/**
 * Records of the benchmark of the aggregates, column by column, and a reader that fills the same row and the same pair
 * from them again and again, as the hot path's own readers do.
 */
import { pairOf, type ScoredPair } from '../../src/aggregates/pair-of.js';
import { stringHash } from '../../src/aggregates/string-hash.js';
import { emptyPredictionRow } from '../../src/events/rows/empty-row.js';
import { NUMBER, TEXT, type PredictionRow } from '../../src/events/rows/row.js';
import { chance, lognormal, namedStreams, pick, rounded } from '../../producers/simulators/random.js';

export interface Records {
  readonly numbers: readonly Float64Array[];
  readonly texts: readonly (readonly string[])[];
  readonly scores: Float64Array;
  readonly latencies: Float64Array;
  readonly outcomes: Uint8Array;
}

/** Amounts, whole numbers and shares; categories of 200, 5, 3, 2 and 2 values; a score that is right about the outcome. */
export function records(size: number, seed: number): Records {
  const random = namedStreams(seed)('records');
  const column = (value: () => number) => Float64Array.from({ length: size }, value);
  const words = (value: () => string) => {
    const interned = new Map<string, string>();
    return Array.from({ length: size }, () => {
      const text = value();
      if (!interned.has(text)) interned.set(text, text);
      return interned.get(text) as string;
    });
  };
  const scores = column(() => rounded(random(), 5));
  return {
    numbers: [
      column(() => rounded(lognormal(random, 45, 1), 2)),
      column(() => Math.floor(lognormal(random, 300, 1))),
      column(() => Math.floor(lognormal(random, 2, 0.7))),
      column(() => rounded(lognormal(random, 12, 1.2), 1)),
      column(() => rounded(random(), 4)),
    ],
    texts: [
      words(() => `m${Math.floor(200 * random() ** 3)}`),
      words(() => pick(random, { de: 8, fr: 6, it: 4, es: 4, nl: 3 })),
      words(() => pick(random, { debit: 6, credit: 3, prepaid: 1 })),
      words(() => pick(random, { phone: 7, desktop: 2 })),
      words(() => String(chance(random, 0.7))),
    ],
    scores,
    latencies: column(() => rounded(lognormal(random, 6, 0.5), 1)),
    outcomes: Uint8Array.from(scores, (score) => (chance(random, score) ? 1 : 0)),
  };
}

export interface RowReader {
  /** Record i; the same object again. */
  prediction(i: number): PredictionRow;
  pair(i: number): ScoredPair;
}

export function rowReader({ numbers, texts, scores, latencies, outcomes }: Records): RowReader {
  const hashes = texts.map((column) => Uint32Array.from(column, stringHash));
  const row = emptyPredictionRow();
  const { features } = row;
  row.task = 'binary';
  features.names = [...numbers.keys(), ...texts.keys()].map(
    (k, i) => `${i < numbers.length ? 'x' : 'c'}${k}`,
  );
  features.kinds.fill(NUMBER, 0, numbers.length).fill(TEXT, numbers.length, features.names.length);
  const pair = pairOf({ task: 'binary', label: 1, score: 0.5 }, 1, { loss_eur: 0 });
  return {
    prediction(i) {
      for (let k = 0; k < numbers.length; k++) {
        features.numbers[k] = (numbers[k] as Float64Array)[i] as number;
      }
      for (let k = 0; k < texts.length; k++) {
        features.texts[numbers.length + k] = (texts[k] as readonly string[])[i] as string;
        features.textHashes[numbers.length + k] = (hashes[k] as Uint32Array)[i] as number;
      }
      row.score = scores[i] as number;
      row.label = row.score >= 0.5 ? '1' : '0';
      row.latencyMs = latencies[i] as number;
      return row;
    },
    pair(i) {
      pair.score = scores[i] as number;
      pair.label = pair.score >= 0.5 ? '1' : '0';
      pair.number = outcomes[i] as number;
      if (pair.values) pair.values.values[0] = (numbers[0] as Float64Array)[i] as number;
      return pair;
    },
  };
}
