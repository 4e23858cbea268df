import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyProfiler, type ProfilerSettings, type Side } from '../../../consumers/profiler/profiler.js';
import {
  emptyOutcomePane,
  mergeOutcomePane,
  outcomePaneFromJson,
  outcomeRows,
} from '../../../src/aggregates/outcome-pane.js';
import {
  emptyPredictionPane,
  mergePredictionPane,
  predictionPaneFromJson,
} from '../../../src/aggregates/prediction-pane.js';
import { designEffect } from '../../../src/aggregates/sample.js';
import { confusionMetrics } from '../../../src/metrics/confusion.js';
import { addBooks, emptyBooks, imbalances } from '../../../src/records/books.js';
import type { DeltaRecord } from '../../../src/records/profile.js';
import { randomOf } from '../why/arbitrary.js';
import { foldFrames } from './fold-frames.js';
import { profile } from './profile.js';
import { record } from './source.js';

const HOUR = 3_600_000;
const settings: ProfilerSettings = {
  partitions: 1,
  pane: HOUR,
  grace: 60_000,
  horizon: HOUR,
  futureTolerance: 60_000,
  recordLimit: 4096,
  idleAfter: 30_000,
  rowsAnHour: 80,
};

/**
 * Three hours: a calm one, then a rush of 15 times as many, in which the model gets worse and worse; outcomes a minute later.
 * Ids carry the seed, so that every seed keeps others.
 */
function topics(seed: number) {
  const random = randomOf(seed);
  const predictions: object[] = [];
  const outcomes: object[] = [];
  let wrong = 0;
  for (let hour = 0; hour < 3; hour++) {
    const rows = hour === 0 ? 60 : 900;
    for (let i = 0; i < rows; i++) {
      const time = hour * HOUR + Math.floor((i * HOUR) / rows);
      const id = `${seed}-${hour}-${i}`;
      const region = random() < 0.25 ? 'north' : 'south';
      const isWrong = random() < (hour === 0 ? 0.1 : 0.1 + (0.5 * i) / rows);
      if (isWrong) wrong++;
      predictions.push({ id, model: 'm', version: '1', time, features: { x: random() }, prediction: 1, score: 0.8, segments: { region } }); // prettier-ignore
      outcomes.push({
        id,
        model: 'm',
        time: time + 60_000,
        outcome: isWrong ? 0 : 1,
        values: { revenue: 2 },
      });
    }
  }
  const end = { kind: 'end', model: 'm', time: 4 * HOUR };
  const of = (events: readonly object[]) =>
    [...events, end].map((event, offset) => record(offset, event, 10 * HOUR));
  return { predictions: of(predictions), outcomes: of(outcomes), rows: predictions.length, wrong };
}

function run(
  { predictions, outcomes }: Pick<ReturnType<typeof topics>, 'predictions' | 'outcomes'>,
  order: readonly { readonly side: Side; readonly records: number }[],
): DeltaRecord[] {
  const state = emptyProfiler(0);
  const left = { predictions: [...predictions], outcomes: [...outcomes] };
  const rest = (['predictions', 'outcomes'] as const).map((side) => ({ side, records: Infinity }));
  return [...order, ...rest].flatMap(({ side, records }) => {
    const batch = left[side].splice(0, records);
    return batch.length === 0 ? [] : profile(state, side, batch, settings).frames;
  });
}

function totals(frames: readonly DeltaRecord[]) {
  const [outcome, north] = [emptyOutcomePane(), emptyOutcomePane()];
  const prediction = emptyPredictionPane();
  const books = emptyBooks();
  for (const frame of frames) {
    addBooks(books, frame.books);
    for (const delta of frame.deltas) {
      if (delta.side === 'prediction') {
        if (delta.segment === '') mergePredictionPane(prediction, predictionPaneFromJson(delta.pane));
      } else if (delta.segment === '') mergeOutcomePane(outcome, outcomePaneFromJson(delta.pane));
      else if (delta.segment === 'region=north') mergeOutcomePane(north, outcomePaneFromJson(delta.pane));
    }
  }
  return { outcome, north, prediction, books };
}

const alternating = Array.from({ length: 10 }, (_, i) => ({
  side: i % 2 ? ('outcomes' as const) : ('predictions' as const),
  records: 400,
}));

describe('a profiler whose join is limited', () => {
  it(
    'estimates counts, errors, values and segments without bias, and says how many rows it has left out',
    { timeout: 300_000 },
    () => {
      const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
      const ratios = seeds.map((seed) => {
        const stream = topics(seed);
        const { outcome, north, prediction, books } = totals(run(stream, alternating));
        expect(imbalances(books)).toEqual([]);
        expect(books.predictions.sampledOut).toBeGreaterThan(1200);
        expect(books.predictions.accepted).toBeLessThanOrEqual(3 * 80);
        expect(books.predictions.accepted + books.predictions.sampledOut).toBe(stream.rows);
        expect(prediction.sample?.kept).toBe(books.predictions.accepted);
        expect(outcome.sample?.kept).toBe(books.predictions.joined);
        const { errors } = confusionMetrics(outcome.confusion, 'binary');
        const revenue = outcome.values.get('revenue')?.n ?? 0;
        return {
          predictions: prediction.n / stream.rows,
          pairs: outcome.n / stream.rows,
          errors: errors / stream.wrong,
          revenue: revenue / stream.rows,
          north: outcomeRows(north) / (stream.rows / 4),
          losses: (outcome.byFeature?.total.errors[0] ?? 0) / stream.wrong,
        };
      });
      for (const what of ['predictions', 'pairs', 'errors', 'revenue', 'north', 'losses'] as const) {
        const values = ratios.map((ratio) => ratio[what]);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const spread = Math.sqrt(
          values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1) / values.length,
        );
        expect(Math.abs(mean - 1), what).toBeLessThan(4 * spread);
        expect(spread, what).toBeLessThan(0.15);
      }
    },
  );

  it('would be biased without weights: the rush is worse than the calm hour', () => {
    const { outcome } = totals(run(topics(7), alternating));
    expect(outcome.sample?.kept).toBeLessThan(outcome.n / 4);
    const effect = designEffect(outcome.sample, outcome.n);
    expect(effect).toBeGreaterThan(4);
    expect(outcome.n / effect).toBeLessThan(outcome.sample?.kept as number);
  });

  it('gives the same panes and books, bit for bit, whatever the batches and the interleaving', () => {
    const stream = topics(11);
    const calm = foldFrames(run(stream, []));
    const batch = fc.record({
      side: fc.constantFrom<Side>('predictions', 'outcomes'),
      records: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 40 }), (order) => {
        expect(foldFrames(run(stream, order))).toEqual(calm);
      }),
      { numRuns: 5 },
    );
  });
});
