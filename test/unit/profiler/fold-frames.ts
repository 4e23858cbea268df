import {
  emptyOutcomePane,
  mergeOutcomePane,
  outcomePaneFromJson,
  outcomePaneToJson,
} from '../../../src/aggregates/outcome-pane.js';
import {
  emptyPredictionPane,
  mergePredictionPane,
  predictionPaneFromJson,
  predictionPaneToJson,
} from '../../../src/aggregates/prediction-pane.js';
import {
  emptyProfiler,
  type DeadLetter,
  type Side,
  type SourceRecord,
} from '../../../consumers/profiler/profiler.js';
import { addBooks, emptyBooks, type Books } from '../../../src/records/books.js';
import type { DeltaRecord, PaneDelta } from '../../../src/records/profile.js';
import { profile } from './profile.js';
import { settings } from './settings.js';

export type Batches = readonly { side: Side; size: number }[];

/** Reads both topics to their ends, in the given batches as far as they go and then in one each. */
export function runProfiler(topics: Readonly<Record<Side, readonly SourceRecord[]>>, batches: Batches) {
  const state = emptyProfiler(0);
  const next = { predictions: 0, outcomes: 0 };
  const frames: DeltaRecord[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const { side, size } of [
    ...batches,
    { side: 'outcomes', size: Infinity } as const,
    { side: 'predictions', size: Infinity } as const,
  ]) {
    const records = topics[side].slice(next[side], next[side] + size);
    next[side] += records.length;
    if (records.length === 0) continue;
    const output = profile(state, side, records, settings);
    frames.push(...output.frames);
    deadLetters.push(...output.deadLetters);
  }
  return { state, frames, deadLetters };
}

/** What an evaluator makes of all frames together: books and panes by model, as canonical JSON. */
export function foldFrames(frames: readonly DeltaRecord[]): {
  books: Map<string, Books>;
  panes: Map<string, string>;
} {
  const books = new Map<string, Books>();
  const groups = new Map<string, PaneDelta[]>();
  for (const frame of frames) {
    const own = books.get(frame.model) ?? emptyBooks();
    addBooks(own, frame.books);
    books.set(frame.model, own);
    for (const delta of frame.deltas) {
      const key = JSON.stringify([frame.model, delta.side, delta.version, delta.segment, delta.start]);
      groups.set(key, [...(groups.get(key) ?? []), delta]);
    }
  }
  const panes = new Map([...groups].map(([key, deltas]) => [key, merged(deltas)] as const));
  return { books: sorted(books), panes: sorted(panes) };
}

function merged(deltas: readonly PaneDelta[]): string {
  const prediction = emptyPredictionPane();
  const outcome = emptyOutcomePane();
  for (const delta of deltas) {
    if (delta.side === 'prediction') mergePredictionPane(prediction, predictionPaneFromJson(delta.pane));
    else mergeOutcomePane(outcome, outcomePaneFromJson(delta.pane));
  }
  const cover = [Math.min(...deltas.map((d) => d.cover[0])), Math.max(...deltas.map((d) => d.cover[1]))];
  return JSON.stringify([cover, predictionPaneToJson(prediction), outcomePaneToJson(outcome)]);
}

function sorted<V>(map: ReadonlyMap<string, V>): Map<string, V> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
