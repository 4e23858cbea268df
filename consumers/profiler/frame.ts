import { DEFAULT_JOINED_FEATURES } from '../../src/aggregates/losses-by-feature.js';
import {
  addJoinedPair,
  emptyOutcomePane,
  outcomePaneToJson,
  type OutcomePane,
} from '../../src/aggregates/outcome-pane.js';
import {
  addPredictionRow,
  emptyPredictionPane,
  predictionPaneToJson,
  type PredictionPane,
} from '../../src/aggregates/prediction-pane.js';
import { clearestTask } from '../../src/events/clearest-task.js';
import type { Task } from '../../src/events/event.js';
import type { PredictionRow, TextsByName } from '../../src/events/rows/row.js';
import { emptyBooks, type Books } from '../../src/records/books.js';
import type { DeltaRecord, PaneDelta } from '../../src/records/profile.js';
import type { Pair } from '../../src/stream/pair.js';

/**
 * What one batch adds for one model: pane deltas, book entries. Built up record by record, written as one framed record
 * (several when it is large), then forgotten.
 */
export interface Frame {
  /** Features of which outcome panes have tables at most. */
  readonly features: number;
  task: Task | null;
  books: Books;
  predictions: PanesOfSide<PredictionPane>;
  outcomes: PanesOfSide<OutcomePane>;
}

interface PanesOfSide<Pane> {
  readonly empty: () => Pane;
  readonly cells: Map<string, Cell<Pane>>;
  /** The cell touched last: events come in runs of the same pane. */
  last: Cell<Pane> | null;
}

/** One version in one pane of time: the pane of all its rows, and one for each value of each segment. */
interface Cell<Pane> {
  readonly version: string;
  readonly start: number;
  readonly whole: PaneInProgress<Pane>;
  readonly segments: Map<string, Map<string, PaneInProgress<Pane>>>;
}

interface PaneInProgress<Pane> {
  /** Offsets of the first and the last record that it has of its topic. */
  first: number;
  last: number;
  readonly pane: Pane;
}

export function emptyFrame(features: number = DEFAULT_JOINED_FEATURES): Frame {
  return {
    features,
    task: null,
    books: emptyBooks(),
    predictions: { empty: emptyPredictionPane, cells: new Map(), last: null },
    outcomes: { empty: emptyOutcomePane, cells: new Map(), last: null },
  };
}

export function addPredictionToFrame(frame: Frame, row: PredictionRow, offset: number, start: number): void {
  if (row.task !== 'failed' && row.task !== frame.task) frame.task = clearestTask(frame.task, row.task);
  const cell = cellOf(frame.predictions, row.version, start, offset);
  addPredictionRow(touched(cell.whole, offset), row, true);
  const { segments } = row;
  if (segments === null) return;
  for (let i = 0; i < segments.names.length; i++) {
    addPredictionRow(segmentPane(frame.predictions, cell, segments, i, offset), row, false);
  }
}

export function addPairToFrame(frame: Frame, pair: Pair, start: number): void {
  const cell = cellOf(frame.outcomes, pair.version, start, pair.offset);
  addJoinedPair(touched(cell.whole, pair.offset), pair, frame.features);
  const { segments } = pair;
  if (segments === null) return;
  for (let i = 0; i < segments.names.length; i++) {
    addJoinedPair(segmentPane(frame.outcomes, cell, segments, i, pair.offset), pair, 0);
  }
}

function cellOf<Pane>(side: PanesOfSide<Pane>, version: string, start: number, offset: number): Cell<Pane> {
  const { last } = side;
  if (last !== null && last.start === start && last.version === version) return last;
  const key = `${start}\t${version}`;
  let cell = side.cells.get(key);
  if (cell === undefined) {
    cell = { version, start, whole: begun(side.empty(), offset), segments: new Map() };
    side.cells.set(key, cell);
  }
  side.last = cell;
  return cell;
}

function segmentPane<Pane>(
  side: PanesOfSide<Pane>,
  cell: Cell<Pane>,
  { names, texts }: TextsByName,
  i: number,
  offset: number,
): Pane {
  const name = names[i] as string;
  const text = texts[i] as string;
  let values = cell.segments.get(name);
  if (values === undefined) cell.segments.set(name, (values = new Map()));
  let own = values.get(text);
  if (own === undefined) values.set(text, (own = begun(side.empty(), offset)));
  return touched(own, offset);
}

function begun<Pane>(pane: Pane, offset: number): PaneInProgress<Pane> {
  return { first: offset, last: offset, pane };
}

function touched<Pane>(own: PaneInProgress<Pane>, offset: number): Pane {
  if (offset < own.first) own.first = offset;
  if (offset > own.last) own.last = offset;
  return own.pane;
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
  chunks.push(record(frame, at, deltas, true));
  return chunks;
}

function record(frame: Frame, at: FrameOrigin, deltas: readonly string[], last: boolean): string {
  const until = last ? at : at.before;
  const head: Omit<DeltaRecord, 'deltas'> = {
    v: 1,
    kind: 'delta',
    model: at.model,
    task: frame.task,
    partition: at.partition,
    predictionsUntil: until.predictionsUntil,
    outcomesUntil: until.outcomesUntil,
    books: last ? frame.books : emptyBooks(),
  };
  return `${JSON.stringify(head).slice(0, -1)},"deltas":[${deltas.join(',')}]}`;
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

function* panesOf<Pane>(side: PanesOfSide<Pane>): Generator<{
  readonly version: string;
  readonly segment: string;
  readonly start: number;
  readonly own: PaneInProgress<Pane>;
}> {
  for (const { version, start, whole, segments } of side.cells.values()) {
    yield { version, segment: '', start, own: whole };
    for (const [name, values] of segments) {
      for (const [text, own] of values) yield { version, segment: `${name}=${text}`, start, own };
    }
  }
}
