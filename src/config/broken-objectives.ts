/** What can be wrong with the objectives of models, each of which may be right alone. */
import { MAX_NAME } from '../events/json-shapes.js';
import { componentOf, objectivesByModel } from './objectives.js';
import type { BrokenRule } from './rules.js';
import type { Config } from './schema.js';

export function brokenObjectives(config: Config): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const say = (path: readonly [string, ...string[]], message: string) =>
    broken.push({ paths: [['models', ...path]], message });
  const owners = new Map<string, string>();
  for (const [model, objectives] of objectivesByModel(config)) {
    if (componentOf(config, model)) {
      say([model, 'objectives'], `${model} is a component itself: a score has no objectives of its own`);
    }
    for (const { name, component } of objectives) {
      const owner = owners.get(component);
      owners.set(component, model);
      if (owner !== undefined) {
        say(
          [model, 'objectives'],
          `${name} would be watched as ${component}, as one of ${owner} is: rename it`,
        );
      }
      if (component.length > MAX_NAME) {
        say([model, 'objectives'], `${component} is longer than ${MAX_NAME} characters: shorten the name`);
      }
    }
  }
  for (const [model, { task, retraining, quality }] of Object.entries(config.models)) {
    const component = componentOf(config, model);
    if (!component) continue;
    const { parent } = component;
    if (task !== undefined) {
      say([model, 'task'], `the task of a component stands with its objective: models.${parent}.objectives`);
    }
    if (retraining !== undefined) {
      say([model, 'retraining'], `a component is trained with its model: write it under models.${parent}`);
    }
    if (quality !== undefined) {
      say([model, 'quality'], `the inputs of a component are its model's: write it under models.${parent}`);
    }
  }
  return broken;
}
