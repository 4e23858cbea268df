/** The settings of one model: its own where it has any, else everybody's. */
import type { StreamSettings } from '../stream/settings.js';
import type { Config, ModelOverrides } from './schema.js';
import { standardOffset } from './time-zone.js';

/** A week, for outcomes that are loaded once a week, and a day of lateness, ms. */
const PATIENCE_BEYOND_HORIZON = 8 * 86_400_000;

export interface ModelSettings extends StreamSettings {
  readonly task: ModelOverrides['task'];
  readonly cadence: Config['cadence'];
  readonly season: Config['season'];
  readonly timeZone: string;
  /** Standard time of `timeZone` ahead of UTC, ms. */
  readonly zoneOffset: number;
  readonly rollingOutcomes: number;
  readonly alerts: Config['alerts'];
  readonly reference: Config['reference'];
  readonly retraining: Config['retraining'];
  readonly quality: NonNullable<ModelOverrides['quality']>;
  readonly objectives: NonNullable<ModelOverrides['objectives']>;
  readonly fairness: ModelOverrides['fairness'];
}

/** What the file fixes about the answers of a model: asked for each prediction, so nothing is put together for it. */
export function fixedTask(config: Config, model: string): ModelOverrides['task'] {
  return Object.hasOwn(config.models, model) ? config.models[model]?.task : undefined;
}

/** Without a model, or for one that the file does not name: everybody's. */
export function settingsOf(config: Config, model?: string): ModelSettings {
  const own: ModelOverrides =
    (model !== undefined && Object.hasOwn(config.models, model) ? config.models[model] : undefined) ?? {};
  const timeZone = own.timeZone ?? config.timeZone;
  return {
    task: own.task,
    partitions: config.partitions,
    pane: own.pane ?? config.pane,
    grace: own.grace ?? config.grace,
    horizon: own.horizon ?? config.horizon,
    futureTolerance: config.futureTolerance,
    recordLimit: config.recordLimit,
    idleAfter: config.idleAfter,
    cadence: own.cadence ?? config.cadence,
    season: own.season ?? config.season,
    timeZone,
    // The schema lets known zones through only.
    zoneOffset: standardOffset(timeZone) ?? 0,
    joinedFeatures: config.features.joined,
    patience: config.join.patience ?? (own.horizon ?? config.horizon) + PATIENCE_BEYOND_HORIZON,
    ...(config.join.rowsAnHour !== undefined && { rowsAnHour: config.join.rowsAnHour }),
    rollingOutcomes: config.rollingOutcomes,
    alerts: alertsOf(config.alerts, own.alerts),
    reference: config.reference,
    retraining: { ...config.retraining, ...own.retraining },
    quality: own.quality ?? {},
    objectives: own.objectives ?? [],
    fairness: own.fairness,
  };
}

function alertsOf(all: Config['alerts'], own: ModelOverrides['alerts']): Config['alerts'] {
  const maintenance = [...(all.maintenance ?? []), ...(own?.maintenance ?? [])];
  return {
    ...all,
    ...own,
    effect: { ...all.effect, ...own?.effect },
    ...(maintenance.length > 0 && { maintenance }),
  };
}
