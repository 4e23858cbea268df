/** What holds for the records of one model: everybody's settings, and what the configuration says of the model itself. */
import { DEFAULT_JOINED_FEATURES } from '../../src/aggregates/losses-by-feature.js';
import { cohortsOf, type CohortSettings } from '../../src/estimates/revisions.js';
import type { JoinLimits } from '../../src/stream/join/limits.js';
import type { StreamSettings } from '../../src/stream/settings.js';
import { streamSettingsOf, type ProfilerSettings } from './state.js';

export interface ModelRules {
  readonly settings: StreamSettings;
  readonly limits: JoinLimits;
  readonly cohorts: CohortSettings;
}

/** Asked for each model of each batch, so what was found is kept: of as many models as are let in. */
export function modelRules(settings: ProfilerSettings): (model: string) => ModelRules {
  const rules = (own: StreamSettings): ModelRules => ({
    settings: own,
    limits: joinLimits(own),
    cohorts: cohortsOf(own),
  });
  const everybody = rules(settings);
  if (settings.ofModel === undefined) return () => everybody;
  const known = new Map<string, ModelRules>();
  return (model) => {
    let own = known.get(model);
    if (own === undefined) known.set(model, (own = rules(streamSettingsOf(settings, model))));
    return own;
  };
}

export function joinLimits(settings: StreamSettings): JoinLimits {
  return {
    horizon: settings.horizon,
    tolerance: settings.futureTolerance,
    lateness: Math.min(settings.horizon, 86_400_000),
    features: settings.joinedFeatures ?? DEFAULT_JOINED_FEATURES,
    ...(settings.patience !== undefined && { patience: settings.patience }),
    ...(settings.rowsAnHour !== undefined && { rowsAnHour: settings.rowsAnHour }),
  };
}
