/** What a sample of events shows of one model. Built up event by event; memory goes with the sample. */
import type { Choice } from '../../backtest/choose-columns.js';
import type { Outcome, Prediction, Task } from '../../events/event.js';
import { clearestTask } from '../../events/clearest-task.js';
import { addToFeatureFacts, emptyFeatureFacts, type FeatureFacts } from './feature-facts.js';

export const HOUR = 3_600_000;

/** What the columns of a table were taken for. */
export interface TableColumns {
  readonly choices: readonly Choice[];
  /** null: no column is an answer, and only the inputs are watched. */
  readonly task: Task | null;
  /** Whether outcomes have a time of their own. */
  readonly timedOutcomes: boolean;
}

export interface SampleFacts {
  readonly model: string;
  /** null: the sample is of events. */
  columns: TableColumns | null;
  task: Task | null;
  predictions: number;
  failures: number;
  outcomes: number;
  /** Predictions with a latency. */
  timed: number;
  /** Event times of predictions, epoch ms. */
  first: number;
  last: number;
  /** By hour since the epoch. */
  readonly volume: Map<number, number>;
  /** The longest way by which a record was older than one before it, ms. */
  disorder: number;
  readonly versions: Set<string>;
  readonly features: Map<string, FeatureFacts>;
  readonly segments: Map<string, Set<string>>;
  /** Names of the business values that outcomes carry. */
  readonly values: Set<string>;
  /** From a prediction to its outcome, ms; of the pairs that are in the sample. */
  readonly delays: number[];
  /** Whether every answer, and every outcome, was 0 or 1. */
  onlyBits: boolean;
  /** Waiting for their outcomes. */
  readonly predictedAt: Map<string, number>;
  /** Outcomes that came before their predictions. */
  readonly happenedAt: Map<string, number>;
  /** Newest event time by the source that has an order: a partition, a file. */
  readonly newest: Map<string, number>;
}

export function emptyFacts(model: string): SampleFacts {
  return {
    model,
    columns: null,
    task: null,
    predictions: 0,
    failures: 0,
    outcomes: 0,
    timed: 0,
    first: Infinity,
    last: -Infinity,
    volume: new Map(),
    disorder: 0,
    versions: new Set(),
    features: new Map(),
    segments: new Map(),
    values: new Set(),
    delays: [],
    onlyBits: true,
    predictedAt: new Map(),
    happenedAt: new Map(),
    newest: new Map(),
  };
}

/** @param source what has an order of its own, such as a partition; without it the order says nothing */
export function addPrediction(facts: SampleFacts, event: Prediction, source?: string): void {
  const { id, time, version, features, answer, segments } = event;
  facts.predictions++;
  facts.first = Math.min(facts.first, time);
  facts.last = Math.max(facts.last, time);
  const hour = Math.floor(time / HOUR);
  facts.volume.set(hour, (facts.volume.get(hour) ?? 0) + 1);
  facts.versions.add(version);
  if (event.latencyMs !== undefined) facts.timed++;
  if (answer.task === 'failed') facts.failures++;
  else {
    facts.task = clearestTask(facts.task, answer.task);
    if (
      answer.task === 'multiclass' ||
      answer.task === 'ranking' ||
      (answer.task === 'regression' && !isBit(answer.value))
    )
      facts.onlyBits = false;
  }
  for (const [name, value] of Object.entries(features)) {
    let feature = facts.features.get(name);
    if (!feature) facts.features.set(name, (feature = emptyFeatureFacts()));
    addToFeatureFacts(feature, value);
  }
  for (const [name, value] of Object.entries(segments ?? {})) {
    const values = facts.segments.get(name) ?? new Set();
    facts.segments.set(name, values.add(value));
  }
  noteOrder(facts, time, source && `predictions ${source}`);
  const happened = facts.happenedAt.get(id);
  if (happened === undefined) facts.predictedAt.set(id, time);
  else {
    facts.happenedAt.delete(id);
    facts.delays.push(happened - time);
  }
}

export function addOutcome(facts: SampleFacts, event: Outcome, source?: string): void {
  const { id, time, outcome, values } = event;
  facts.outcomes++;
  if (typeof outcome !== 'number' || !isBit(outcome)) facts.onlyBits = false;
  for (const name of Object.keys(values ?? {})) facts.values.add(name);
  noteOrder(facts, time, source && `outcomes ${source}`);
  const predicted = facts.predictedAt.get(id);
  if (predicted === undefined) facts.happenedAt.set(id, time);
  else {
    facts.predictedAt.delete(id);
    facts.delays.push(time - predicted);
  }
}

function noteOrder(facts: SampleFacts, time: number, source: string | undefined): void {
  if (source === undefined) return;
  const newest = facts.newest.get(source) ?? time;
  facts.disorder = Math.max(facts.disorder, newest - time);
  facts.newest.set(source, Math.max(newest, time));
}

function isBit(value: number): boolean {
  return value === 0 || value === 1;
}
