/** The whole life of a prediction: its records, what they were counted in, and what was decided from there. */
import type { PureStage } from '../../../consumers/runtime/stage.js';
import { partitionOf } from '../../log/partitioner.js';
import type { EventLog, LogRecord } from '../../log/port.js';
import type {
  AlertRecord,
  ModelRecord,
  ReferenceRequestRecord,
  RetrainingRecord,
} from '../../records/feed.js';
import { traceRecords, type TracedRecord } from './trace.js';

export interface LifeQuestion {
  readonly id: string;
  /** Without it: of every model that has used the id. */
  readonly model?: string;
  /** Nothing that was appended earlier is read, epoch ms. */
  readonly since?: number;
}

export interface Life {
  readonly id: string;
  /** Where records of this id belong: murmur2 of the id, modulo the partitions. */
  readonly partition: number;
  readonly since: number | null;
  /** In the order in which they were appended, topic by topic. */
  readonly records: readonly TracedRecord[];
  /** One for each model that has used the id. */
  readonly models: readonly LifeOfModel[];
}

export interface LifeOfModel {
  readonly model: string;
  /** Width of its panes, ms. */
  readonly pane: number;
  /** Event times, epoch ms; null while there is none. */
  readonly predictedAt: number | null;
  readonly happenedAt: number | null;
  /** From the prediction to the outcome, ms. */
  readonly delay: number | null;
  /** The version that was to be used at the prediction's time; null where none was promoted by then. */
  readonly versionInForce: string | null;
  /** Alerts whose span, from its estimated beginning to its firing, holds the prediction or the outcome. */
  readonly alerts: readonly Pick<
    AlertRecord,
    'id' | 'version' | 'metric' | 'state' | 'onset' | 'onsetWithin' | 'shownSince' | 'firedAt' | 'why'
  >[];
  /** Trainings on a range of time that holds the prediction, with what came of them. */
  readonly trainings: readonly {
    readonly request: string;
    readonly from: number;
    readonly to: number;
    readonly version: string | null;
    readonly promoted: boolean | null;
  }[];
}

export interface LifeSources {
  readonly log: EventLog;
  readonly partitions: number;
  readonly profiler: PureStage<unknown>;
  readonly paneOf: (model: string) => number;
}

export async function lifeOf({ id, model, since }: LifeQuestion, sources: LifeSources): Promise<Life> {
  const { log, partitions, profiler } = sources;
  const partition = partitionOf(id, partitions);
  const records = await traceRecords({ log, profiler, partition, id, model, since: since ?? -Infinity });
  const models = [...new Set(records.flatMap(modelsOf))].sort();
  return {
    id,
    partition,
    since: since ?? null,
    records,
    models: await Promise.all(
      models.map((name) =>
        lifeOfModel(
          name,
          records.filter((record) => modelsOf(record).includes(name)),
          sources,
        ),
      ),
    ),
  };
}

/** A prediction of several objectives is one of each component that it was counted for. */
function modelsOf({ model, panes }: TracedRecord): string[] {
  const components = new Set(panes.flatMap(({ component }) => component ?? []));
  return model === null ? [...components] : [model, ...components];
}

async function lifeOfModel(
  model: string,
  records: readonly TracedRecord[],
  { log, partitions, paneOf }: LifeSources,
): Promise<LifeOfModel> {
  const taken = records.filter(({ fate }) => fate === 'accepted');
  const predictedAt = taken.find(({ topic }) => topic === 'predictions')?.time ?? null;
  const happenedAt = taken.find(({ topic }) => topic === 'outcomes')?.time ?? null;
  const times = [predictedAt, happenedAt].filter((time) => time !== null);
  const partition = partitionOf(model, partitions);
  const [alerts, requests, verdicts] = await Promise.all([
    readOwn<AlertRecord>(log, 'alerts', partition, model),
    readOwn<RetrainingRecord | ReferenceRequestRecord>(log, 'retraining', partition, model),
    readOwn<ModelRecord>(log, 'models', partition, model),
  ]);
  const latest = new Map(alerts.map((alert) => [alert.id, alert]));
  // References that a version was given of its own are asked for in the same topic: nothing was trained.
  const trainings = requests.filter((request) => request.kind === 'retraining');
  const asked = new Map(trainings.map((request) => [request.id, request]));
  return {
    model,
    pane: paneOf(model),
    predictedAt,
    happenedAt,
    delay: predictedAt === null || happenedAt === null ? null : happenedAt - predictedAt,
    versionInForce: predictedAt === null ? null : inForceAt(verdicts, predictedAt),
    alerts: [...latest.values()]
      .filter(({ onset, firedAt }) => times.some((time) => time >= onset && time <= firedAt))
      .map(({ id, version, metric, state, onset, onsetWithin, shownSince, firedAt, why }) => ({
        id,
        version,
        metric,
        state,
        onset,
        onsetWithin,
        ...(shownSince !== undefined && { shownSince }),
        firedAt,
        why,
      })),
    trainings: [...asked.values()]
      .filter(({ from, to }) => predictedAt !== null && predictedAt >= from && predictedAt < to)
      .map(({ id, from, to }) => {
        const verdict = verdicts.find(({ request }) => request === id);
        return {
          request: id,
          from,
          to,
          version: verdict?.version ?? null,
          promoted: verdict?.promoted ?? null,
        };
      }),
  };
}

/** The promoted version with the latest beginning that is not after `time`; the one promoted last wins. */
function inForceAt(verdicts: readonly ModelRecord[], time: number): string | null {
  let found: ModelRecord | null = null;
  for (const verdict of verdicts) {
    if (!verdict.promoted || verdict.effectiveFrom > time) continue;
    if (!found || verdict.effectiveFrom >= found.effectiveFrom) found = verdict;
  }
  return found?.version ?? null;
}

async function readOwn<R extends { readonly model: string }>(
  log: EventLog,
  topic: string,
  partition: number,
  model: string,
): Promise<R[]> {
  const { first, next } = await log.range(topic, partition);
  const own: R[] = [];
  const take = (records: readonly LogRecord[]): void => {
    for (const { key, value } of records)
      if (key === model && value) own.push(JSON.parse(value.toString('utf8')) as R);
  };
  if (first < next) await log.read(topic, partition, first, next, take);
  return own;
}
