/** The settings of one model: its own where it has any, else everybody's. */
import type { StreamSettings } from '../stream/settings.js';
import type { Config, ModelOverrides } from './schema.js';

export interface ModelSettings extends StreamSettings {
  readonly task: ModelOverrides['task'];
  readonly rollingOutcomes: number;
  readonly alerts: Config['alerts'];
  readonly reference: Config['reference'];
  readonly retraining: Config['retraining'];
}

/** What the file fixes about the answers of a model: asked for each prediction, so nothing is put together for it. */
export function fixedTask(config: Config, model: string): ModelOverrides['task'] {
  return Object.hasOwn(config.models, model) ? config.models[model]?.task : undefined;
}

/** Without a model, or for one that the file does not name: everybody's. */
export function settingsOf(config: Config, model?: string): ModelSettings {
  const own: ModelOverrides =
    (model !== undefined && Object.hasOwn(config.models, model) ? config.models[model] : undefined) ?? {};
  return {
    task: own.task,
    partitions: config.partitions,
    pane: own.pane ?? config.pane,
    grace: own.grace ?? config.grace,
    horizon: own.horizon ?? config.horizon,
    futureTolerance: config.futureTolerance,
    recordLimit: config.recordLimit,
    idleAfter: config.idleAfter,
    rollingOutcomes: config.rollingOutcomes,
    alerts: {
      ...config.alerts,
      ...own.alerts,
      effect: { ...config.alerts.effect, ...own.alerts?.effect },
    },
    reference: config.reference,
    retraining: { ...config.retraining, ...own.retraining },
  };
}
