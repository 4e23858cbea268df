import { emptyAdmission, type Admission, type AdmissionRules } from '../../src/stream/admission.js';
import type { Objective } from '../../src/objectives/objective.js';
import type { ParseOptions } from '../../src/events/parse.js';
import { emptyJoin, type Join } from '../../src/stream/join/join.js';
import { restoreJoin } from '../../src/stream/join/restore.js';
import { noProgress, reached, type Progress } from '../../src/stream/progress.js';
import { BEFORE_TIME, type StreamSettings } from '../../src/stream/settings.js';

/** All that the profiler keeps between batches: by model, the join and how far each topic has come. Plain data. */
export interface ProfilerState {
  readonly partition: number;
  models: Map<string, ModelStream>;
  /** Append time up to which each topic has been read, epoch ms: what is still unread was appended later. */
  appended: Record<Side, number>;
  /** Which models and versions have been let in. */
  admission: Admission;
}

export interface ModelStream {
  predictions: Progress;
  outcomes: Progress;
  join: Join;
  /** Append time of the last tick, epoch ms. */
  tickedAt: number;
}

export type Side = 'predictions' | 'outcomes';

/** What a model may have otherwise than everybody. */
export type OwnStreamSettings = Pick<StreamSettings, 'pane' | 'grace' | 'horizon' | 'patience'>;

export interface ProfilerSettings extends StreamSettings, ParseOptions {
  /** What is said of one model; without it all are alike. */
  readonly ofModel?: (model: string) => OwnStreamSettings;
  /** Which models and versions are let in; without it all are. */
  readonly admission?: AdmissionRules;
  /** Of models that have several, by model. */
  readonly objectivesByModel?: ReadonlyMap<string, readonly Objective[]>;
}

export function emptyProfiler(partition: number): ProfilerState {
  return {
    partition,
    models: new Map(),
    appended: { predictions: 0, outcomes: 0 },
    admission: emptyAdmission(),
  };
}

/** What holds for one model. */
export function streamSettingsOf(settings: ProfilerSettings, model: string): StreamSettings {
  if (settings.ofModel === undefined) return settings;
  const { pane, grace, horizon, patience } = settings.ofModel(model);
  return { ...settings, pane, grace, horizon, ...(patience !== undefined && { patience }) };
}

/** The stream of a model, begun where there is none yet. */
export function streamOf(state: ProfilerState, model: string): ModelStream {
  let stream = state.models.get(model);
  if (!stream) {
    stream = { predictions: noProgress(), outcomes: noProgress(), join: emptyJoin(), tickedAt: 0 };
    state.models.set(model, stream);
  }
  return stream;
}

/** How far a model has come in this partition, epoch ms: what the frames and ticks tell. Settings: those of the model. */
export function untilOf(stream: ModelStream | undefined, settings: Pick<StreamSettings, 'grace'>) {
  return {
    predictionsUntil: stream ? reached(stream.predictions, settings.grace) : BEFORE_TIME,
    outcomesUntil: stream ? reached(stream.outcomes, settings.grace) : BEFORE_TIME,
  };
}

/** A state out of `v8.deserialize`, in memory of its own (see `restoreJoin`). */
export function restoreProfiler({ partition, models, appended, admission }: ProfilerState): ProfilerState {
  const restored = { ...emptyProfiler(partition), appended, admission };
  for (const [model, stream] of models) {
    restored.models.set(model, { ...stream, join: restoreJoin(stream.join) });
  }
  return restored;
}
