import {
  addPair,
  emptyOutcomePane,
  outcomePaneToJson,
  type OutcomePane,
} from '../../src/aggregates/outcome-pane.js';
import {
  addPrediction,
  emptyPredictionPane,
  predictionPaneToJson,
  type PredictionPane,
} from '../../src/aggregates/prediction-pane.js';
import { clearestTask } from '../../src/events/clearest-task.js';
import type { Prediction, Task } from '../../src/events/event.js';
import { emptyBooks, type Books } from '../../src/records/books.js';
import type { DeltaRecord, PaneDelta } from '../../src/records/profile.js';
import type { Pair } from '../../src/stream/join.js';

/**
 * What one batch adds for one model: pane deltas, book entries. Built up record by record, written as one framed record
 * (several when it is large), then forgotten.
 */
export interface Frame {
  task: Task | null;
  books: Books;
  panes: Map<string, PaneInProgress>;
  /** The last pane touched on each side: events come in runs of the same pane. */
  last: { prediction: PaneInProgress | null; outcome: PaneInProgress | null };
}

interface PaneInProgress {
  version: string;
  segment: string;
  start: number;
  first: number;
  last: number;
  prediction: PredictionPane | null;
  outcome: OutcomePane | null;
}

export function emptyFrame(): Frame {
  return { task: null, books: emptyBooks(), panes: new Map(), last: { prediction: null, outcome: null } };
}

export function addPredictionToFrame(frame: Frame, p: Prediction, offset: number, start: number): void {
  if (p.answer.task !== 'failed') frame.task = clearestTask(frame.task, p.answer.task);
  addPrediction(
    paneOf(frame, 'prediction', p.version, '', start, offset).prediction as PredictionPane,
    p,
    true,
  );
  if (p.segments) {
    for (const name in p.segments) {
      const segment = `${name}=${p.segments[name] as string}`;
      addPrediction(
        paneOf(frame, 'prediction', p.version, segment, start, offset).prediction as PredictionPane,
        p,
        false,
      );
    }
  }
}

export function addPairToFrame(frame: Frame, { prediction, outcome }: Pair, start: number): void {
  const answer = prediction.answer ?? { task: 'failed' as const };
  const values = outcome.values ?? undefined;
  const { version, segments } = prediction;
  addPair(
    paneOf(frame, 'outcome', version, '', start, outcome.offset).outcome as OutcomePane,
    answer,
    outcome.outcome,
    values,
  );
  if (segments) {
    for (const name in segments) {
      const pane = paneOf(
        frame,
        'outcome',
        version,
        `${name}=${segments[name] as string}`,
        start,
        outcome.offset,
      );
      addPair(pane.outcome as OutcomePane, answer, outcome.outcome, values);
    }
  }
}

function paneOf(
  frame: Frame,
  side: 'prediction' | 'outcome',
  version: string,
  segment: string,
  start: number,
  offset: number,
): PaneInProgress {
  let pane = frame.last[side];
  if (!pane || pane.start !== start || pane.version !== version || pane.segment !== segment) {
    // The length keeps names with tabs in them apart.
    const key = `${side}\t${start}\t${version.length}\t${version}${segment}`;
    pane = frame.panes.get(key) ?? null;
    if (!pane) {
      pane = {
        version,
        segment,
        start,
        first: offset,
        last: offset,
        prediction: side === 'prediction' ? emptyPredictionPane() : null,
        outcome: side === 'outcome' ? emptyOutcomePane() : null,
      };
      frame.panes.set(key, pane);
    }
    if (segment === '') frame.last[side] = pane;
  }
  if (offset < pane.first) pane.first = offset;
  if (offset > pane.last) pane.last = offset;
  return pane;
}

/** Roughly how many characters of deltas go into one record: far below any broker's limit. */
const CHUNK = 400_000;

/** The frame's records: deltas in chunks; books and watermarks ride on the last, so no watermark precedes its deltas. */
export function frameRecords(
  frame: Frame,
  at: {
    model: string;
    partition: number;
    predictionsUntil: number;
    outcomesUntil: number;
    before: { predictionsUntil: number; outcomesUntil: number };
  },
): DeltaRecord[] {
  const chunks: PaneDelta[][] = [[]];
  let size = 0;
  for (const pane of frame.panes.values()) {
    const delta = toDelta(pane);
    const length = JSON.stringify(delta).length;
    if (size > 0 && size + length > CHUNK) {
      chunks.push([]);
      size = 0;
    }
    size += length;
    chunks.at(-1)?.push(delta);
  }
  return chunks.map((deltas, i) => {
    const last = i === chunks.length - 1;
    const until = last ? at : at.before;
    return {
      v: 1,
      kind: 'delta',
      model: at.model,
      task: frame.task,
      partition: at.partition,
      predictionsUntil: until.predictionsUntil,
      outcomesUntil: until.outcomesUntil,
      books: last ? frame.books : emptyBooks(),
      deltas,
    };
  });
}

function toDelta(pane: PaneInProgress): PaneDelta {
  const { version, segment, start } = pane;
  const cover = [pane.first, pane.last + 1] as const;
  return pane.prediction
    ? { side: 'prediction', version, segment, start, cover, pane: predictionPaneToJson(pane.prediction) }
    : {
        side: 'outcome',
        version,
        segment,
        start,
        cover,
        pane: outcomePaneToJson(pane.outcome as OutcomePane),
      };
}
