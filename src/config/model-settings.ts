/** The settings of one model: its own where it has any, else everybody's. */
import { shareOfBudget } from '../objectives/objective.js';
import type { StreamSettings } from '../stream/settings.js';
import { componentOf, objectivesByModel } from './objectives.js';
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
  /** It is a component of this model. */
  readonly parent?: string;
  /** Its part in a budget that several share; absent: it has one to itself. */
  readonly share?: number;
}

/** What the file fixes about the answers of a model: asked for each prediction, so nothing is put together for it. */
export function fixedTask(config: Config, model: string): ModelOverrides['task'] {
  const own = Object.hasOwn(config.models, model) ? config.models[model]?.task : undefined;
  return own ?? componentOf(config, model)?.objective.task;
}

/** Without a model, or for one that the file does not name: everybody's. */
export function settingsOf(config: Config, model?: string): ModelSettings {
  const component = model === undefined ? undefined : componentOf(config, model);
  const own = component
    ? ofComponent(overridesOf(config, component.parent), overridesOf(config, model))
    : overridesOf(config, model);
  const timeZone = own.timeZone ?? config.timeZone;
  return {
    task: component?.objective.task ?? own.task,
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
    ...(component && { parent: component.parent }),
    ...shareOf(config, component?.parent ?? model),
  };
}

function overridesOf({ models }: Config, model: string | undefined): ModelOverrides {
  return (model !== undefined && Object.hasOwn(models, model) ? models[model] : undefined) ?? {};
}

/**
 * What a component leaves out is as its model has it, but for what is about the model's own answers and inputs: what its
 * mistakes cost, and rules for features.
 */
function ofComponent(model: ModelOverrides, own: ModelOverrides): ModelOverrides {
  const { task: _, objectives: __, quality: ___, ...inherited } = model;
  const { costs: ____, ...alerts } = model.alerts ?? {};
  return {
    ...inherited,
    ...own,
    alerts: {
      ...alerts,
      ...own.alerts,
      effect: { ...alerts.effect, ...own.alerts?.effect },
      maintenance: [...(alerts.maintenance ?? []), ...(own.alerts?.maintenance ?? [])],
    },
    retraining: { ...model.retraining, ...own.retraining },
  };
}

function shareOf(config: Config, model: string | undefined): Pick<ModelSettings, 'share'> {
  const objectives = model === undefined ? undefined : objectivesByModel(config).get(model);
  return objectives ? { share: shareOfBudget(objectives.length) } : {};
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
