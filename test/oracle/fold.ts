/** What the profilers have said, added up as the evaluator adds it up, in the oracle's form. */
import {
  emptyOutcomePane,
  mergeOutcomePane,
  outcomePaneFromJson,
  outcomePaneToJson,
} from '../../src/aggregates/outcome-pane.js';
import {
  emptyPredictionPane,
  mergePredictionPane,
  predictionPaneFromJson,
  predictionPaneToJson,
} from '../../src/aggregates/prediction-pane.js';
import { clearestTask } from '../../src/events/clearest-task.js';
import type { Task } from '../../src/events/event.js';
import type { LogRecord } from '../../src/log/port.js';
import { addBooks, emptyBooks } from '../../src/records/books.js';
import type { DeltaRecord, PaneDelta, ProfileRecord } from '../../src/records/profile.js';
import type { Truth } from './oracle.js';

/**
 * @param profiles records of the topic `profiles`
 * @param deadLetters records of the topic `dead-letters`
 * @throws Error when a record was dead-lettered twice
 */
export function foldOutput(profiles: readonly LogRecord[], deadLetters: readonly LogRecord[]): Truth {
  const frames = profiles
    .map(({ value }) => JSON.parse(String(value)) as ProfileRecord)
    .filter((record) => record.kind === 'delta');
  const books: Truth['books'] = {};
  const marks: Truth['marks'] = {};
  const tasks: Truth['tasks'] = {};
  for (const frame of frames) {
    addBooks((books[frame.model] ??= emptyBooks()), frame.books);
    if (frame.task)
      tasks[frame.model] = clearestTask((tasks[frame.model] ?? null) as Task | null, frame.task);
    for (const [topic, mark] of marksOf(frame)) {
      const key = JSON.stringify([frame.model, frame.partition, topic]);
      if (mark > -8.64e15) marks[key] = Math.max(marks[key] ?? -Infinity, mark);
    }
  }
  // A frame that brings nothing but an end marker has empty books.
  const opened = Object.entries(books).filter(
    ([, { predictions, outcomes }]) => predictions.read + outcomes.read > 0,
  );
  return {
    ...foldPanes(frames),
    books: Object.fromEntries(opened),
    marks,
    tasks,
    deadLetters: reasonsOf(deadLetters),
  };
}

const marksOf = (frame: DeltaRecord) =>
  [
    ['predictions', frame.predictionsUntil],
    ['outcomes', frame.outcomesUntil],
  ] as const;

function foldPanes(frames: readonly DeltaRecord[]): Pick<Truth, 'panes' | 'covers'> {
  const covers: Truth['covers'] = {};
  const deltas = new Map<string, PaneDelta[]>();
  for (const { model, partition, deltas: own } of frames) {
    for (const delta of own) {
      const key = JSON.stringify([delta.side, model, delta.version, delta.segment, delta.start]);
      deltas.set(key, [...(deltas.get(key) ?? []), delta]);
      const cover = (covers[key] ??= {});
      const [first, next] = cover[partition] ?? delta.cover;
      cover[partition] = [Math.min(first, delta.cover[0]), Math.max(next, delta.cover[1])];
    }
  }
  return { covers, panes: Object.fromEntries([...deltas].map(([key, own]) => [key, merged(own)])) };
}

function merged(deltas: readonly PaneDelta[]): Truth['panes'][string] {
  const prediction = emptyPredictionPane();
  const outcome = emptyOutcomePane();
  for (const delta of deltas) {
    if (delta.side === 'prediction') mergePredictionPane(prediction, predictionPaneFromJson(delta.pane));
    else mergeOutcomePane(outcome, outcomePaneFromJson(delta.pane));
  }
  return deltas[0]?.side === 'prediction' ? predictionPaneToJson(prediction) : outcomePaneToJson(outcome);
}

function reasonsOf(deadLetters: readonly LogRecord[]): Truth['deadLetters'] {
  const reasons: Truth['deadLetters'] = {};
  for (const { headers } of deadLetters) {
    const at = `${headers['topic']}/${headers['partition']}/${headers['offset']}`;
    if (Object.hasOwn(reasons, at)) throw new Error(`${at} was dead-lettered twice`);
    reasons[at] = headers['reason'] ?? '';
  }
  return reasons;
}
