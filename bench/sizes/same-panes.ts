/**
 * Panes of a model in whose world nothing ever changes, n rows each: counts are drawn by multinomial, never row by row, so
 * a pane of a million rows costs what one of a hundred does.
 */
import { seededRandom } from '../../detectors/random.js';
import { addToBin } from '../../src/aggregates/bin-table.js';
import { addToSum } from '../../src/aggregates/exact-sum.js';
import { emptyFeature, type FeatureCounts } from '../../src/aggregates/feature-counts.js';
import { floatKey } from '../../src/aggregates/float-key.js';
import { emptyHistogram } from '../../src/aggregates/numeric-histogram.js';
import { emptyOutcomePane, outcomePaneToJson } from '../../src/aggregates/outcome-pane.js';
import { emptyPredictionPane, predictionPaneToJson } from '../../src/aggregates/prediction-pane.js';
import { emptyBooks } from '../../src/records/books.js';
import type { DeltaRecord } from '../../src/records/profile.js';
import { binomial, multinomial } from '../fast-path/draws.js';

export const FEATURES = 10;
export const MODEL = 'same';
/** Shares of the values 1, 2, ... of every feature: common ones and rare ones. */
export const SHARES: readonly number[] = sharesOf(24);
const ERRORS = 0.1;

function sharesOf(values: number): number[] {
  const weights = Array.from({ length: values }, (_, i) => Math.exp(-(((i - values / 2) / 4) ** 2) / 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function featureOf(counts: readonly number[]): FeatureCounts {
  const numeric = emptyHistogram();
  counts.forEach((count, i) => {
    if (count === 0) return;
    const value = i + 1;
    addToBin(numeric.bins, floatKey(value), count);
    addToSum(numeric.sum, count * value);
    numeric.n += count;
    numeric.min = Math.min(numeric.min, value);
    numeric.max = Math.max(numeric.max, value);
  });
  return { ...emptyFeature(), numeric };
}

export interface SameSettings {
  readonly seed: number;
  readonly rows: number;
  /** Width of a pane, ms. */
  readonly pane: number;
  readonly from: number;
  readonly panes: number;
}

/** The commits of one profiler, a pane each; both clocks stand at its end. */
export function* samePanes({ seed, rows, pane: width, from, panes }: SameSettings): Generator<DeltaRecord> {
  const random = seededRandom(seed);
  for (let index = 0; index < panes; index++) {
    const start = from + index * width;
    const end = start + width;
    const prediction = emptyPredictionPane();
    prediction.n = rows;
    for (let i = 0; i < FEATURES; i++)
      prediction.features.set(`x${i}`, featureOf(multinomial(random, rows, SHARES)));
    const outcome = emptyOutcomePane();
    outcome.n = rows;
    for (const label of ['0', '1']) {
      const own = label === '0' ? Math.floor(rows / 2) : Math.ceil(rows / 2);
      const errors = binomial(random, own, ERRORS);
      outcome.confusion.set(`${label}\t${label}`, own - errors);
      outcome.confusion.set(`${label}\t${label === '0' ? '1' : '0'}`, errors);
    }
    const at = { version: '1', segment: '', start, cover: [0, 1] as const };
    yield {
      v: 1,
      kind: 'delta',
      model: MODEL,
      task: 'binary',
      partition: 0,
      predictionsUntil: end,
      outcomesUntil: end,
      books: emptyBooks(),
      deltas: [
        { side: 'prediction', ...at, pane: predictionPaneToJson(prediction) },
        { side: 'outcome', ...at, pane: outcomePaneToJson(outcome) },
      ],
    };
  }
}
