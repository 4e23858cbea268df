import { describe, expect, it } from 'vitest';
import { limitSegments } from '../../../consumers/evaluator/limit-segments.js';
import type { OpenPane } from '../../../consumers/evaluator/model-state.js';
import { emptyProfiler } from '../../../consumers/profiler/profiler.js';
import {
  emptyPredictionPane,
  mergePredictionPane,
  predictionPaneFromJson,
} from '../../../src/aggregates/prediction-pane.js';
import {
  keptSegments,
  MAX_SEGMENT_NAMES,
  MAX_SEGMENT_VALUES,
} from '../../../src/aggregates/segment-limits.js';
import { addBooks, emptyBooks } from '../../../src/records/books.js';
import { profile } from './profile.js';
import { settings } from './settings.js';
import { record } from './source.js';

const NAMES = 12;
const VALUES = 300;
/** Three rows for each value of each of twelve segments, one of them with a `=` in its name. */
const events = Array.from({ length: 3 * VALUES }, (_, i) => ({
  id: `${i}`,
  model: 'm',
  version: '1',
  time: 60_000,
  features: {},
  prediction: 1,
  segments: Object.fromEntries(
    Array.from({ length: NAMES }, (_, n) => [
      n === 0 ? 'odd=name' : `name ${n}`,
      `value ${(i * (n + 1)) % VALUES}`,
    ]),
  ),
}));

/** What the evaluator closes, and what the books say, when partitions and batches are cut so. */
function closed(partitions: number, batch: number) {
  const open = new Map<string, OpenPane>();
  const books = emptyBooks();
  let largest = 0;
  for (let partition = 0; partition < partitions; partition++) {
    const state = emptyProfiler(partition);
    const own = events
      .filter((_, i) => i % partitions === partition)
      .map((event, offset) => record(offset, event));
    for (let at = 0; at < own.length; at += batch) {
      for (const frame of profile(state, 'predictions', own.slice(at, at + batch), settings).frames) {
        addBooks(books, frame.books);
        largest = Math.max(largest, frame.deltas.length);
        for (const delta of frame.deltas) {
          if (delta.side !== 'prediction') continue;
          const key = `${delta.start}\t${delta.segment}`;
          const { version, segment, start } = delta;
          let pane = open.get(key);
          if (!pane) {
            pane = {
              side: 'prediction',
              version,
              segment,
              start,
              prediction: emptyPredictionPane(),
              outcome: null,
            };
            open.set(key, pane);
          }
          mergePredictionPane(
            pane.prediction as NonNullable<typeof pane.prediction>,
            predictionPaneFromJson(delta.pane),
          );
        }
      }
    }
  }
  const kept = limitSegments({ open, books }, [...open]);
  const rows = kept.map(([, { segment, prediction }]) => [segment, prediction?.n] as const);
  return { rows: rows.sort(([a], [b]) => (a < b ? -1 : 1)), books, largest };
}

describe('segments beyond the limits', () => {
  it('are the same ones whatever the partitions and the batches, and every row of them is counted', () => {
    const calm = closed(1, 10_000);
    for (const [partitions, batch] of [
      [1, 50],
      [4, 10_000],
      [3, 7],
    ] as const)
      expect(closed(partitions, batch)).toMatchObject({ rows: calm.rows, books: calm.books });
    const inSegments = calm.rows.reduce((sum, [segment, n]) => sum + (segment === '' ? 0 : (n ?? 0)), 0);
    expect(inSegments + calm.books.predictions.leftOut).toBe(NAMES * events.length);
    expect(calm.rows.length).toBeLessThanOrEqual(1 + MAX_SEGMENT_NAMES * MAX_SEGMENT_VALUES);
    expect(calm.rows.length).toBeGreaterThan(300);
    expect(calm.largest).toBeLessThanOrEqual(1 + MAX_SEGMENT_NAMES * MAX_SEGMENT_VALUES);
  });

  it('leave those alone that are within them', () => {
    const few = ['region=north', 'region=south', 'plan=a'];
    expect([...keptSegments(few)].sort()).toEqual([...few].sort());
  });
});
