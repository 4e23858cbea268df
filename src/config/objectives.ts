/** Models with several objectives, as the configuration says them. */
import { componentName, type Objective } from '../objectives/objective.js';
import type { Config } from './schema.js';

/** A component, and the model whose score it is a part of. */
export interface Component {
  readonly parent: string;
  readonly objective: Objective;
}

interface Index {
  readonly byModel: ReadonlyMap<string, readonly Objective[]>;
  readonly components: ReadonlyMap<string, Component>;
}

/** Asked for each model that is met, some thousand times at worst: put together once for a configuration. */
const indexes = new WeakMap<Config['models'], Index>();

/** Objectives by model, of those that have any. */
export function objectivesByModel({
  models,
}: Pick<Config, 'models'>): ReadonlyMap<string, readonly Objective[]> {
  return indexOf(models).byModel;
}

/** undefined: the model is no component of another. */
export function componentOf({ models }: Pick<Config, 'models'>, model: string): Component | undefined {
  return indexOf(models).components.get(model);
}

function indexOf(models: Config['models']): Index {
  let index = indexes.get(models);
  if (!index) indexes.set(models, (index = readIndex(models)));
  return index;
}

function readIndex(models: Config['models']): Index {
  const byModel = new Map<string, readonly Objective[]>();
  const components = new Map<string, Component>();
  for (const [parent, { objectives }] of Object.entries(models)) {
    if (objectives === undefined) continue;
    const own = objectives.map(({ name, weight, task }) => ({
      name,
      component: componentName(parent, name),
      task,
      weight,
    }));
    byModel.set(parent, own);
    for (const objective of own) components.set(objective.component, { parent, objective });
  }
  return { byModel, components };
}
