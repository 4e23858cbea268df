import { DEFAULT_JOINED_FEATURES } from '../../src/aggregates/losses-by-feature.js';
import {
  addDelay,
  addJoinedPair,
  emptyOutcomePane,
  mergeOutcomePane,
  outcomePaneFromJson,
  outcomePaneToJson,
  outcomeRows,
  type OutcomePane,
} from '../../src/aggregates/outcome-pane.js';
import {
  addPredictionRow,
  emptyPredictionPane,
  mergePredictionPane,
  predictionPaneFromJson,
  predictionPaneToJson,
  type PredictionPane,
} from '../../src/aggregates/prediction-pane.js';
import type { Sampled } from '../../src/aggregates/sample.js';
import { clearestTask } from '../../src/events/clearest-task.js';
import type { Task } from '../../src/events/event.js';
import type { PredictionRow, TextsByName } from '../../src/events/rows/row.js';
import { emptyBooks, type Books } from '../../src/records/books.js';
import { cohortDeltas, emptyCohorts, type CohortsInProgress } from './cohort-deltas.js';
import type { DeltaRecord, PaneDelta } from '../../src/records/profile.js';
import type { Pair } from '../../src/stream/pair.js';
import {
  cellOf,
  emptyCells,
  segmentPane,
  settledCells,
  touched,
  type Cell,
  type Cells,
  type PaneInProgress,
  type PaneKind,
} from './frame-cells.js';

/**
 * What one batch adds for one model: pane deltas, book entries. Built up record by record, written as one framed record
 * (several when it is large), then forgotten.
 */
export interface Frame {
  /** Features of which outcome panes have tables at most. */
  readonly features: number;
  task: Task | null;
  books: Books;
  predictions: Cells<PredictionPane>;
  outcomes: Cells<OutcomePane>;
  cohorts: CohortsInProgress;
}

const predictionPanes: PaneKind<PredictionPane> = {
  empty: emptyPredictionPane,
  merge: mergePredictionPane,
  copy: (pane) => predictionPaneFromJson(predictionPaneToJson(pane)),
  rows: ({ n }) => n,
};
const outcomePanes: PaneKind<OutcomePane> = {
  empty: emptyOutcomePane,
  merge: mergeOutcomePane,
  copy: (pane) => outcomePaneFromJson(outcomePaneToJson(pane)),
  rows: outcomeRows,
};

export function emptyFrame(features: number = DEFAULT_JOINED_FEATURES): Frame {
  return {
    features,
    task: null,
    books: emptyBooks(),
    predictions: emptyCells(predictionPanes),
    outcomes: emptyCells(outcomePanes),
    cohorts: emptyCohorts(),
  };
}

/** @param share the row stands for 2^share predictions: 0 unless records were sampled out */
export function addPredictionToFrame(
  frame: Frame,
  row: PredictionRow,
  offset: number,
  start: number,
  share: number,
): void {
  if (row.task !== 'failed' && row.task !== frame.task) frame.task = clearestTask(frame.task, row.task);
  const cell = cellOf(frame.predictions, row.version, start, share, offset);
  addPredictionRow(touched(cell.whole, offset), row, true);
  const { segments } = row;
  if (segments === null) return;
  for (let i = 0; i < segments.names.length; i++) {
    addPredictionRow(segmentOf(frame.predictions, cell, segments, i, offset), row, false);
  }
}

/** @param share as of `addPredictionToFrame` */
export function addPairToFrame(frame: Frame, pair: Pair, start: number, share: number): void {
  const cell = cellOf(frame.outcomes, pair.version, start, share, pair.offset);
  const whole = touched(cell.whole, pair.offset);
  addJoinedPair(whole, pair, frame.features);
  addDelay(whole, pair.happenedAt - pair.predictedAt);
  const { segments } = pair;
  if (segments === null) return;
  for (let i = 0; i < segments.names.length; i++) {
    addJoinedPair(segmentOf(frame.outcomes, cell, segments, i, pair.offset), pair, 0);
  }
}

function segmentOf<Pane extends Sampled>(
  cells: Cells<Pane>,
  cell: Cell<Pane>,
  { names, texts }: TextsByName,
  i: number,
  offset: number,
): Pane {
  return segmentPane(cells, cell, names[i] as string, texts[i] as string, offset);
}

/** Roughly how many characters of deltas go into one record: far below any broker's limit. */
const CHUNK = 400_000;

/** Where a frame comes from, and how far its two topics had come after it and before it. */
export interface FrameOrigin {
  readonly model: string;
  readonly partition: number;
  readonly predictionsUntil: number;
  readonly outcomesUntil: number;
  readonly before: { readonly predictionsUntil: number; readonly outcomesUntil: number };
}

/**
 * The frame's records as JSON: deltas in chunks; books and watermarks ride on the last, so no watermark precedes its
 * deltas.
 */
export function frameRecords(frame: Frame, at: FrameOrigin): string[] {
  const chunks: string[] = [];
  let deltas: string[] = [];
  let size = 0;
  for (const delta of deltasOf(frame)) {
    // Large panes are written once: as text into the record's text.
    const text = JSON.stringify(delta);
    if (size > 0 && size + text.length > CHUNK) {
      chunks.push(record(frame, at, deltas, false));
      deltas = [];
      size = 0;
    }
    size += text.length;
    deltas.push(text);
  }
  for (const side of ['predictions', 'outcomes'] as const) frame.books[side].leftOut += frame[side].leftOut;
  chunks.push(record(frame, at, deltas, true));
  return chunks;
}

function record(frame: Frame, at: FrameOrigin, deltas: readonly string[], last: boolean): string {
  const until = last ? at : at.before;
  const head: Omit<DeltaRecord, 'deltas' | 'cohorts'> = {
    v: 1,
    kind: 'delta',
    model: at.model,
    task: frame.task,
    partition: at.partition,
    predictionsUntil: until.predictionsUntil,
    outcomesUntil: until.outcomesUntil,
    books: last ? frame.books : emptyBooks(),
  };
  const cohorts = last ? cohortDeltas(frame.cohorts) : [];
  const tail = cohorts.length > 0 ? `,"cohorts":${JSON.stringify(cohorts)}` : '';
  return `${JSON.stringify(head).slice(0, -1)},"deltas":[${deltas.join(',')}]${tail}}`;
}

function* deltasOf(frame: Frame): Generator<PaneDelta> {
  for (const { version, segment, start, own } of panesOf(frame.predictions)) {
    const pane = predictionPaneToJson(own.pane);
    yield { side: 'prediction', version, segment, start, cover: [own.first, own.last + 1], pane };
  }
  for (const { version, segment, start, own } of panesOf(frame.outcomes)) {
    const pane = outcomePaneToJson(own.pane);
    yield { side: 'outcome', version, segment, start, cover: [own.first, own.last + 1], pane };
  }
}

function* panesOf<Pane extends Sampled>(
  cells: Cells<Pane>,
): Generator<{
  readonly version: string;
  readonly segment: string;
  readonly start: number;
  readonly own: PaneInProgress<Pane>;
}> {
  for (const { version, start, whole, segments } of settledCells(cells)) {
    yield { version, segment: '', start, own: whole };
    for (const [name, values] of segments) {
      for (const [text, own] of values) yield { version, segment: `${name}=${text}`, start, own };
    }
  }
}
