/** What the configuration says, as the profiler and the evaluator take it: the same in production and over a history. */
import { fixedTask, settingsOf } from '../src/config/model-settings.js';
import { objectivesByModel } from '../src/config/objectives.js';
import type { Config } from '../src/config/schema.js';
import { cohortsOf, type CohortSettings } from '../src/estimates/revisions.js';
import { policyOf } from '../src/policy/from-settings.js';
import type { EvaluatorSettings } from './evaluator/evaluator.js';
import type { ProfilerSettings } from './profiler/profiler.js';

export function profilerSettings(config: Config): ProfilerSettings {
  return {
    ...settingsOf(config),
    taskOf: (model) => fixedTask(config, model),
    objectivesByModel: objectivesByModel(config),
    // Where no section of a model says anything, all are alike, and nothing is looked up.
    ...(Object.keys(config.models).length > 0 && { ofModel: (model: string) => settingsOf(config, model) }),
  };
}

export function evaluatorSettings(config: Config): EvaluatorSettings {
  // Asked with each record of a model: of as many as the profiler lets in.
  const cohorts = new Map<string, CohortSettings>();
  return {
    partitions: config.partitions,
    paneOf: (model) => settingsOf(config, model).pane,
    cohortsOf: (model) => {
      let own = cohorts.get(model);
      if (own === undefined) cohorts.set(model, (own = cohortsOf(settingsOf(config, model))));
      return own;
    },
    fairnessOf: (model) => settingsOf(config, model).fairness,
    policyOf: (model) => policyOf(settingsOf(config, model), config.loopLead),
  };
}
