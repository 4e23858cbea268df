/**
 * "Ask again": another policy decides over panes that were closed long ago. Panes need no reference and no policy, so what a
 * budget, a floor or a window would have changed is known in seconds, without the raw events. Pure.
 */
import type { Task } from '../events/event.js';
import type { Policy } from '../policy/policy.js';
import type { Reference } from '../policy/reference.js';
import { emptyBooks } from '../records/books.js';
import type { AlertRecord, FeedRecord, ModelRecord, StatusRecord } from '../records/feed.js';
import type { PaneRecord } from '../records/pane.js';
import type { PaneDelta, ProfileRecord } from '../records/profile.js';
import { END_OF_TIME } from '../stream/settings.js';
import { Decider } from './decider.js';
import { HISTORY_PARTITIONS } from './engine.js';
import { OwnAnswers } from './own-answers.js';

/** What a log holds of one model. */
export interface StoredModel {
  readonly model: string;
  /** Closed base panes as they were written, by start; of several writings of one pane the last. */
  readonly panes: ReadonlyMap<number, ReadonlyMap<string, Buffer>>;
  /** Verdicts of the trainer, in their order. */
  readonly versions: readonly ModelRecord[];
  /** By id: those of promoted versions. */
  readonly references: ReadonlyMap<string, Reference>;
  /** How far the stream was decided; null: not known, then it is decided to the end of its last pane. */
  readonly status: StatusRecord | null;
}

/** The alerts that would have come, in their last state, in the order in which they would have fired. */
export function askAgain(stored: StoredModel, policy: Policy): AlertRecord[] {
  const { model, status } = stored;
  const starts = [...stored.panes.keys()].sort((a, b) => a - b);
  const [first] = starts;
  if (first === undefined) return [];
  const width = widthOf(stored.panes.get(first));
  const alerts = new Map<string, AlertRecord>();
  const answers = new OwnAnswers(() => undefined);
  // Closed panes do not say when the outcomes of a prediction came, and no alert asks.
  const noCohorts = { width, ages: [] };
  const decider = new Decider(
    {
      partitions: HISTORY_PARTITIONS,
      paneOf: () => width,
      policyOf: () => policy,
      cohortsOf: () => noCohorts,
    },
    {
      onRecord: (record) => {
        answers.take(record);
        if (record.topic !== 'alerts' || !record.value) return;
        const alert = JSON.parse(record.value.toString('utf8')) as FeedRecord;
        if (alert.kind === 'alert') alerts.set(alert.id, alert);
      },
      answer: (request) => answers.answer(request),
    },
  );
  const task = status?.task ?? null;
  // What the stream has decided bounds what is decided again: outcomes may still be expected for the newest panes.
  const decided = status && !status.ended ? (status.decidedUntil ?? first) : END_OF_TIME;
  // After an end nothing is missing: neither clock passes over hours in which only the other side has rows.
  const last = (side: 'prediction' | 'outcome') =>
    status?.ended === true ? lastWith(side, stored.panes, starts) + width : Infinity;
  const ends = { prediction: last('prediction'), outcome: last('outcome') };
  const promotions = stored.versions.filter(({ promoted }) => promoted);
  let next = 0;
  for (const start of starts) {
    const end = start + width;
    const records = [...(stored.panes.get(start)?.values() ?? [])].map(paneOf);
    const predictionsUntil = Math.min(end, ends.prediction);
    const outcomesUntil = Math.min(end, decided, ends.outcome);
    decider.take([deltaOf(model, task ?? taskOf(records), records, predictionsUntil, outcomesUntil)]);
    // A promotion was known once its request had been answered: after the moment that asked.
    while (promotions[next] && (promotions[next] as ModelRecord).trainedOn.to <= end) {
      decider.take(promotionOf(promotions[next++] as ModelRecord, stored.references));
    }
  }
  if (decided > (starts.at(-1) as number)) decider.take([deltaOf(model, task, [], decided, decided)]);
  return [...alerts.values()].sort((a, b) => a.firedAt - b.firedAt || (a.id < b.id ? -1 : 1));
}

function paneOf(bytes: Buffer): PaneRecord {
  return JSON.parse(bytes.toString('utf8')) as PaneRecord;
}

/** The last start with a pane of this side; -Infinity: there is none. */
function lastWith(
  side: 'prediction' | 'outcome',
  panes: StoredModel['panes'],
  starts: readonly number[],
): number {
  const holds = (start: number) =>
    [...(panes.get(start)?.values() ?? [])].some((pane) => paneOf(pane)[side] !== null);
  return starts.findLast(holds) ?? -Infinity;
}

function widthOf(panes: ReadonlyMap<string, Buffer> | undefined): number {
  const [any] = panes?.values() ?? [];
  if (!any) throw new RangeError('a start without panes');
  const { start, end } = paneOf(any);
  return end - start;
}

/** All panes of one start as one commit of one profiler. */
function deltaOf(
  model: string,
  task: Task | null,
  panes: readonly PaneRecord[],
  predictionsUntil: number,
  outcomesUntil: number,
): ProfileRecord {
  const cover = [0, 1] as const;
  const deltas = panes.flatMap(({ version, segment, start, prediction, outcome }): PaneDelta[] => [
    ...(prediction
      ? [{ side: 'prediction' as const, version, segment, start, cover, pane: prediction }]
      : []),
    ...(outcome ? [{ side: 'outcome' as const, version, segment, start, cover, pane: outcome }] : []),
  ]);
  return {
    v: 1,
    kind: 'delta',
    model,
    task,
    partition: 0,
    predictionsUntil,
    outcomesUntil,
    books: emptyBooks(),
    deltas,
  };
}

/** Told by what the panes hold, where no status has said it. */
function taskOf(panes: readonly PaneRecord[]): Task | null {
  for (const { prediction, outcome } of panes) {
    if (prediction?.answers['places'] || outcome?.ranking) return 'ranking';
    if (prediction?.answers['score']) return 'binary';
    if (prediction?.answers['value'] || (outcome?.absoluteError.n ?? 0) > 0) return 'regression';
    if (prediction?.answers['label']) return 'multiclass';
  }
  return null;
}

function promotionOf(change: ModelRecord, references: ReadonlyMap<string, Reference>): ProfileRecord[] {
  const { model } = change;
  const reference = change.reference === null ? undefined : references.get(change.reference);
  return [
    ...(reference ? [{ v: 1 as const, kind: 'reference' as const, model, reference }] : []),
    { v: 1, kind: 'model-change', model, change },
  ];
}
