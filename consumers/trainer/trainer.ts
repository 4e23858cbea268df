import type { ParseOptions } from '../../src/events/parse.js';
import type { EventLog, NewRecord, Offset, Task, TaskHandler } from '../../src/log/port.js';
import type { Reference } from '../../src/policy/reference.js';
import type { ModelRecord, ReferenceRequestRecord, RetrainingRecord } from '../../src/records/feed.js';
import type { ReferenceMirror } from '../../src/records/profile.js';
import { readRecord } from '../../src/records/read-record.js';
import type {
  Champion,
  ChallengerProver,
  ModelArtifact,
  ProofResult,
  ScorerLoader,
  TrainingProgress,
} from '../../src/training/port.js';
import { collectRows } from './collect-rows.js';
import { makeReference } from './make-reference.js';
import { makeOwnReference } from './own-reference.js';

export interface TrainerOptions {
  readonly log: EventLog;
  readonly prover: ChallengerProver;
  /** For the new version's own answers on its reference weeks. */
  readonly loader: ScorerLoader;
  readonly parse: ParseOptions;
  readonly settingsOf: (model: string) => {
    readonly horizon: number;
    readonly tolerance: number;
    readonly holdout: number;
    /** Width of the base pane, ms. */
    readonly pane: number;
  };
  /** Epoch ms; asked only for live streams, where a date of promotion may already have passed. */
  readonly clock: () => number;
  /** Is it the data's fault (rejected with that reason), or ours (tried again)? */
  readonly isRejection: (error: unknown) => boolean;
  readonly onProgress?: (request: RetrainingRecord, progress: TrainingProgress) => void;
  /** Fires when the process is to stop: a training is given up, and its request stays unanswered for the next process. */
  readonly stopping?: AbortSignal;
}

/**
 * The trainer: for each request it collects the rows from the log, has a challenger trained and proven away from this
 * thread, and publishes the verdict: one record in `models`, with a promotion also the new version's reference, both
 * mirrored into the model's own partition of `profiles`; all in the commit that consumes the request. So a request that
 * is delivered again after a crash trains again from the same rows, and is answered once.
 */
export async function openTrainer(task: Task, options: TrainerOptions): Promise<TaskHandler> {
  const closing = new AbortController();
  const signal = options.stopping ? AbortSignal.any([closing.signal, options.stopping]) : closing.signal;
  const known = await readModels(options.log, task.partition);
  return {
    positions: task.committed,
    async process(records) {
      for (const record of records) {
        if (signal.aborted) return;
        const request = readRecord<RetrainingRecord | ReferenceRequestRecord>(record);
        const consumed = { [record.topic]: (record.offset + 1) as Offset };
        if (request.kind === 'reference-request') {
          const reference = await makeOwnReference(options.log, request, task.partition);
          const { pane } = request;
          const effectiveFrom = inForceFrom(request, record.appendedAt, pane, options.clock);
          await task.commit({ consumed, produced: recordsOfReference(reference, effectiveFrom) });
          continue;
        }
        if (known.some((model) => model.request === request.id)) {
          await task.commit({ consumed, produced: [] });
          continue;
        }
        const answered = await answer(request, known, task.partition, options, signal).catch(
          (error: unknown) => {
            if (signal.aborted) return null;
            throw error;
          },
        );
        if (!answered) return;
        const { reference } = answered;
        const model = {
          ...answered.model,
          effectiveFrom: inForceFrom(
            request,
            record.appendedAt,
            options.settingsOf(request.model).pane,
            options.clock,
          ),
        };
        await task.commit({ consumed, produced: recordsOf(model, reference) });
        known.push(model);
      }
    },
    close: async () => closing.abort(),
  };
}

/** Verdicts so far: a fold of the trainer's own output is what says who is champion. */
async function readModels(log: EventLog, partition: number): Promise<ModelRecord[]> {
  const range = await log.range('models', partition);
  const models: ModelRecord[] = [];
  await log.read('models', partition, range.first, range.next, (records) => {
    for (const record of records) if (record.value) models.push(readRecord<ModelRecord>(record));
  });
  return models;
}

async function answer(
  request: RetrainingRecord,
  known: readonly ModelRecord[],
  partition: number,
  options: TrainerOptions,
  signal: AbortSignal,
): Promise<{ model: ModelRecord; reference: Reference | null }> {
  const settings = options.settingsOf(request.model);
  const own = known.filter(({ model }) => model === request.model);
  const version = String(own.length + 1);
  options.onProgress?.(request, { phase: 'reading rows', done: 0 });
  const rows = await collectRows(options.log, request, { ...options.parse, ...settings, signal });
  const job = {
    task: request.task,
    rows,
    seed: Number.parseInt(request.id.slice(0, 8), 16),
    champion: championOf(request, own),
    holdoutMs: settings.holdout,
    to: request.to,
  };
  const progress = (p: TrainingProgress) => options.onProgress?.(request, p);
  let result: ProofResult;
  try {
    result = await options.prover.prove(job, { onProgress: progress, signal });
  } catch (error) {
    if (!options.isRejection(error)) throw error;
    return {
      model: verdict(request, version, rows.length, rejected((error as Error).message), null),
      reference: null,
    };
  }
  const { artifact, outOfSample } = result;
  let reference: Reference | null = null;
  if (result.proof.promoted && outOfSample && artifact) {
    const scorer = await options.loader.load(artifact);
    try {
      reference = await makeReference(
        options.log,
        request,
        version,
        rows,
        outOfSample,
        scorer,
        partition,
        settings.pane,
      );
    } finally {
      scorer.dispose();
    }
  }
  return { model: verdict(request, version, rows.length, result, reference), reference };
}

/**
 * A promotion is in force from the event time that the request names. Live, where training took so long that this moment
 * has passed, it is the next pane boundary: nothing is scored retroactively. A replay waits for it, so there it never is.
 */
function inForceFrom(
  request: Pick<RetrainingRecord, 'requestedAt' | 'effectiveFrom'>,
  askedAt: number,
  pane: number,
  clock: () => number,
): number {
  const lead = request.effectiveFrom - request.requestedAt;
  const live = askedAt - request.requestedAt < Math.max(lead, LIVE_WITHIN_MS);
  if (!live) return request.effectiveFrom;
  return Math.max(request.effectiveFrom, (Math.floor(clock() / pane) + 1) * pane);
}

const LIVE_WITHIN_MS = 86_400_000;

function championOf(request: RetrainingRecord, own: readonly ModelRecord[]): Champion {
  const record = own.find(({ version, promoted }) => promoted && version === request.champion);
  return record
    ? { kind: 'artifact', version: request.champion, artifact: record.artifact as ModelArtifact }
    : { kind: 'logged', version: request.champion };
}

type Judged = Pick<ProofResult, 'artifact' | 'proof'>;

function rejected(why: string): Judged {
  return {
    artifact: null,
    proof: { promoted: false, why, champion: '', trainingRows: 0, heldOutRows: 0, uncompared: 0, days: [] },
  };
}

function verdict(
  request: RetrainingRecord,
  version: string,
  rows: number,
  { artifact, proof }: Judged,
  reference: Reference | null,
): ModelRecord {
  const measured = (performance: object | undefined): Record<string, number | null> =>
    Object.fromEntries(
      Object.entries(performance ?? {}).map(([name, value]) => [
        name,
        typeof value === 'number' ? value : null,
      ]),
    );
  return {
    v: 1,
    kind: 'model',
    model: request.model,
    task: request.task,
    version,
    request: request.id,
    champion: request.champion,
    promoted: reference !== null,
    why: proof.why,
    effectiveFrom: request.effectiveFrom,
    trainedOn: { from: request.from, to: request.to, rows },
    backend: artifact?.backend ?? '',
    proof: proof.challengerPerformance
      ? { challenger: measured(proof.challengerPerformance), champion: measured(proof.championPerformance) }
      : null,
    artifact: reference ? artifact : null,
    reference: reference?.id ?? null,
  };
}

/** Live, the version is held against its new reference as soon as that is known; `effectiveFrom` is event time. */
function recordsOfReference(reference: Reference, effectiveFrom: number | null): NewRecord[] {
  const { model: key, version } = reference;
  const mirror: ReferenceMirror = {
    v: 1,
    kind: 'reference',
    model: key,
    reference,
    ...(effectiveFrom !== null && { effectiveFrom }),
  };
  return [
    { topic: 'references', key: `${key}@${version}`, value: json(reference) },
    { topic: 'profiles', key, value: json(mirror) },
  ];
}

function recordsOf(model: ModelRecord, reference: Reference | null): NewRecord[] {
  const key = model.model;
  const records: NewRecord[] = [{ topic: 'models', key, value: json(model) }];
  if (reference) records.push(...recordsOfReference(reference, null));
  // The evaluator needs the verdict, not the weights.
  records.push({
    topic: 'profiles',
    key,
    value: json({ v: 1, kind: 'model-change', model: key, change: { ...model, artifact: null } }),
  });
  return records;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
