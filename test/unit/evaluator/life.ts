/** Small lives of the evaluator: feeds frames in some order, keeps what it says, answers its first request. */
import {
  emptyEvaluator,
  evaluate,
  type EvaluatorSettings,
  type EvaluatorState,
} from '../../../consumers/evaluator/evaluator.js';
import { evaluatorStage } from '../../../consumers/evaluator/stage.js';
import { makeReference } from '../../../consumers/trainer/make-reference.js';
import type { LabelledRow } from '../../../consumers/trainer/collect-rows.js';
import { toOffset, type EventLog, type LogRecord, type NewRecord } from '../../../src/log/port.js';
import type { Policy } from '../../../src/policy/policy.js';
import type { Reference } from '../../../src/policy/reference.js';
import type { Scorer } from '../../../src/training/port.js';
import type {
  AlertRecord,
  FeedRecord,
  MetricsRecord,
  ModelRecord,
  RetrainingRecord,
  StatusRecord,
} from '../../../src/records/feed.js';
import type { PaneRecord } from '../../../src/records/pane.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import {
  BEGIN,
  DAY,
  MODEL,
  PANE,
  Profilers,
  policy,
  rowsOf,
  scoreOf,
  settings,
  type FrameOptions,
  type Row,
  type WorldOptions,
} from './world.js';

/** What the evaluator has said, parsed, by kind, in its order. */
export class Said {
  readonly records: NewRecord[] = [];

  add(records: readonly NewRecord[]): void {
    this.records.push(...records);
  }

  of(topic: string): (FeedRecord | PaneRecord)[] {
    return this.records
      .filter((r) => r.topic === topic)
      .map((r) => JSON.parse((r.value as Buffer).toString()) as FeedRecord);
  }

  get alerts(): AlertRecord[] {
    return this.of('alerts') as AlertRecord[];
  }

  get requests(): RetrainingRecord[] {
    return this.of('retraining') as RetrainingRecord[];
  }

  get metrics(): MetricsRecord[] {
    return this.of('metrics').filter((r) => r.kind === 'metrics');
  }

  get panes(): PaneRecord[] {
    return this.of('panes') as PaneRecord[];
  }

  get status(): StatusRecord {
    const last = this.of('metrics').findLast((r) => r.kind === 'status');
    if (!last) throw new Error('the evaluator has said no status');
    return last;
  }
}

export class Life {
  state: EvaluatorState;
  readonly said = new Said();
  readonly settings: EvaluatorSettings;

  constructor(settings_: EvaluatorSettings, snapshot?: Uint8Array) {
    this.settings = settings_;
    this.state = snapshot ? evaluatorStage(settings_).decode(snapshot) : emptyEvaluator();
  }

  /** One batch. */
  step(records: readonly ProfileRecord[]): void {
    this.said.add(evaluate(this.state, records, this.settings));
  }

  feed(records: readonly ProfileRecord[], batch = 16): void {
    for (let i = 0; i < records.length; i += batch) this.step(records.slice(i, i + batch));
  }

  snapshot(): Uint8Array {
    return evaluatorStage(this.settings).encode(this.state);
  }

  /** A restart from a snapshot. */
  restart(): void {
    this.state = evaluatorStage(this.settings).decode(this.snapshot());
  }
}

/** The partitions' frames in turn, one from each. */
export function inTurn(byPartition: readonly (readonly ProfileRecord[])[]): ProfileRecord[] {
  const all: ProfileRecord[] = [];
  for (let i = 0; byPartition.some((frames) => i < frames.length); i++) {
    for (const frames of byPartition) if (i < frames.length) all.push(frames[i] as ProfileRecord);
  }
  return all;
}

/** A log that holds nothing but the panes that an evaluator has said. */
export function logOf(said: Said, partition = 0): Pick<EventLog, 'range' | 'read'> {
  const records = said.records
    .filter(({ topic }) => topic === 'panes')
    .map((r, offset): LogRecord => ({
      ...r,
      headers: r.headers ?? {},
      partition,
      offset: toOffset(offset),
      appendedAt: 0,
    }));
  return {
    range: async () => ({ first: toOffset(0), next: toOffset(records.length) }),
    read: async (topic, _partition, from, to, onRecords) => {
      if (topic === 'panes') await onRecords(records.slice(from, to));
    },
  };
}

export function labelled(rows: readonly Row[], { from, to }: { from: number; to: number }): LabelledRow[] {
  return rows
    .filter((row) => row.time >= from && row.outcomeTime < to)
    .map(({ id, time, version, x, colour, outcome, outcomeTime }) => ({
      id,
      time,
      version,
      features: { x, colour },
      outcome,
      outcomeTime,
    }));
}

/** The model as the trainer would load it. */
export const scorer: Scorer = {
  task: 'binary',
  score: (rows) =>
    rows.map(({ x }) => {
      const score = scoreOf(x);
      return { task: 'binary', label: score >= 0.5 ? 1 : 0, score };
    }),
  dispose: () => undefined,
};

export function promotion(
  request: RetrainingRecord,
  version: string,
  reference: Reference | null,
): ModelRecord {
  return {
    v: 1,
    kind: 'model',
    model: MODEL,
    task: 'binary',
    version,
    request: request.id,
    champion: request.champion,
    promoted: reference !== null,
    why: 'because',
    effectiveFrom: request.effectiveFrom,
    trainedOn: { from: request.from, to: request.to, rows: 1 },
    backend: '',
    proof: null,
    artifact: null,
    reference: reference?.id ?? null,
  };
}

export function answerTo(
  request: RetrainingRecord,
  version: string,
  reference: Reference | null,
): ProfileRecord[] {
  const change: ProfileRecord = {
    v: 1,
    kind: 'model-change',
    model: MODEL,
    change: promotion(request, version, reference),
  };
  return reference ? [{ v: 1, kind: 'reference', model: MODEL, reference }, change] : [change];
}

/** The beginning that all stories share: version 0 for 44 days, then the first request, answered with version 1. */
export interface Beginning {
  readonly rows: readonly Row[];
  readonly profilers: Profilers;
  /** Frames of the beginning by partition. */
  readonly frames: readonly (readonly ProfileRecord[])[];
  readonly request: RetrainingRecord;
  readonly reference: Reference;
  readonly said: Said;
  /** Before the answer and after it. */
  readonly asked: Uint8Array;
  readonly answered: Uint8Array;
  readonly effectiveFrom: number;
}

/** The reference is complete after one unit of warm-up and its own length; version 1 is in force a day later. */
export function inForce(units: number): number {
  return BEGIN + (1 + units + 1) * DAY;
}

export async function begin(
  changes: Partial<Policy> = {},
  world: Partial<WorldOptions> = {},
): Promise<Beginning> {
  const until = inForce(changes.retraining?.rangeUnits ?? policy.retraining.rangeUnits);
  const rows = rowsOf({ from: BEGIN, to: until, version: '0', ...world });
  const profilers = new Profilers();
  const frames = profilers.frames(rows, until);
  const life = new Life(settings(changes));
  life.feed(inTurn(frames));
  const [request] = life.said.requests;
  if (!request)
    throw new Error(`no request by ${new Date(until).toISOString()}: ${life.said.status.readiness}`);
  const asked = life.snapshot();
  const training = labelled(rows, request);
  const values = Float32Array.from(training, ({ features }) => scoreOf(features['x']));
  const reference = await makeReference(
    logOf(life.said) as EventLog,
    request,
    '1',
    training,
    { width: 1, values },
    scorer,
    0,
    PANE,
  );
  life.step(answerTo(request, '1', reference));
  return {
    rows,
    profilers,
    frames,
    request,
    reference,
    said: life.said,
    asked,
    answered: life.snapshot(),
    effectiveFrom: request.effectiveFrom,
  };
}

/** A story told after the beginning: version 1 in some weather, day by day; `days` are days after it came into force. */
export function live(
  beginning: Beginning,
  days: number,
  world: Partial<WorldOptions> = {},
  { changes = {}, ...options }: { changes?: Partial<Policy> } & FrameOptions = {},
): Life {
  const life = new Life(settings(changes), beginning.answered);
  const to = beginning.effectiveFrom + days * DAY;
  const rows = rowsOf({ from: beginning.effectiveFrom, to, version: '1', ...world });
  life.feed(inTurn(new Profilers(beginning.profilers).frames(rows, to + DAY, { ...options, end: true })));
  return life;
}
