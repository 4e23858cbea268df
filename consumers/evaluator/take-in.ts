import {
  mergeOutcomePane,
  outcomePaneFromJson,
  type OutcomePane,
} from '../../src/aggregates/outcome-pane.js';
import {
  mergePredictionPane,
  predictionPaneFromJson,
  type PredictionPane,
} from '../../src/aggregates/prediction-pane.js';
import { clearestTask } from '../../src/events/clearest-task.js';
import { addBooks } from '../../src/records/books.js';
import type { DeltaRecord, PaneDelta, TickRecord } from '../../src/records/profile.js';
import { BEFORE_TIME } from '../../src/stream/settings.js';
import type { CohortSettings } from '../../src/estimates/revisions.js';
import { addOutcomesToCohort } from './cohorts.js';
import type { ModelState, PaneCover } from './model-state.js';

/** Merges one profiler commit into the open panes and moves that partition's watermarks. */
export function takeDelta(model: ModelState, record: DeltaRecord, cohorts: CohortSettings): void {
  if (record.task) model.task = clearestTask(model.task, record.task);
  addBooks(model.books, record.books);
  for (const delta of record.deltas) mergeDelta(model, delta, record.partition);
  for (const delta of record.cohorts ?? []) {
    if (!addOutcomesToCohort(model.cohorts, delta, cohorts, model.revised)) model.overdue += delta.pane.n;
  }
  raise(model.marks.predictions, record.partition, record.predictionsUntil);
  raise(model.marks.outcomes, record.partition, record.outcomesUntil);
}

/** A tick moves its own partition, and those that were never heard of: they would hold the minimum back for ever. */
export function takeTick(model: ModelState, tick: TickRecord): void {
  raise(model.marks.predictions, tick.partition, tick.predictionsUntil);
  raise(model.marks.outcomes, tick.partition, tick.outcomesUntil);
  model.unheardUntil = Math.max(model.unheardUntil, tick.unheardUntil);
}

/** Drift panes close on the predictions' watermark, outcome panes on the smaller of both. */
export function watermarks(model: ModelState): { prediction: number; outcome: number } {
  // A partition stays unheard of until it speaks: every later tick vouches for it again.
  const slowest = (marks: readonly number[]) =>
    Math.min(...marks.map((mark) => (mark === BEFORE_TIME ? model.unheardUntil : mark)));
  const prediction = slowest(model.marks.predictions);
  return { prediction, outcome: Math.min(prediction, slowest(model.marks.outcomes)) };
}

function mergeDelta(model: ModelState, delta: PaneDelta, partition: number): void {
  if (delta.start < model.closed[delta.side]) {
    model.overdue += delta.pane.n;
    return;
  }
  const { side, version, segment, start } = delta;
  const key = `${side}\t${start}\t${version}\t${segment}`;
  const open = model.open.get(key);
  if (!open) {
    model.open.set(key, {
      side,
      version,
      segment,
      start,
      prediction: delta.side === 'prediction' ? predictionPaneFromJson(delta.pane) : null,
      outcome: delta.side === 'outcome' ? outcomePaneFromJson(delta.pane) : null,
    });
  } else if (delta.side === 'prediction') {
    mergePredictionPane(open.prediction as PredictionPane, predictionPaneFromJson(delta.pane));
  } else {
    mergeOutcomePane(open.outcome as OutcomePane, outcomePaneFromJson(delta.pane));
  }
  widen(coverOf(model, start)[side === 'prediction' ? 'predictions' : 'outcomes'], partition, delta.cover);
}

function coverOf(model: ModelState, start: number): PaneCover {
  let cover = model.covers.get(start);
  if (!cover) model.covers.set(start, (cover = { predictions: {}, outcomes: {} }));
  return cover;
}

/** Extends a partition's range so that it contains another one. */
export function widen(
  cover: Record<string, [number, number]>,
  partition: number | string,
  [first, end]: readonly [number, number],
): void {
  const own = cover[partition];
  if (own) cover[partition] = [Math.min(own[0], first), Math.max(own[1], end)];
  else cover[partition] = [first, end];
}

function raise(marks: number[], partition: number, mark: number): void {
  if (mark > (marks[partition] ?? BEFORE_TIME)) marks[partition] = mark;
}
