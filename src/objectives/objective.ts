/**
 * A model with several objectives answers with a weighted sum of scores. Each score is watched as a model of its own, the
 * COMPONENT `<model>/<objective>`: its predictions come along with the model's, its outcomes are sent under its name.
 */
import type { Task } from '../events/event.js';

/** Score of one objective: a probability of what happens or not, or a forecast of a number. */
export type ComponentTask = Extract<Task, 'binary' | 'regression'>;

export interface Objective {
  /** As predictions call its score. */
  readonly name: string;
  /** The component's name as a model. */
  readonly component: string;
  readonly task: ComponentTask;
  /** Declared: that of predictions which carry no weights. */
  readonly weight: number;
}

export function componentName(model: string, objective: string): string {
  return `${model}/${objective}`;
}

/** A component's part in what its model may cost: the model and its components share one budget of false alarms evenly. */
export function shareOfBudget(objectives: number): number {
  return 1 / (objectives + 1);
}
