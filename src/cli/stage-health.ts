import type { Condition } from '../server/status/measures.js';
import type { StageName } from '../topology.js';

/** In which condition the stages of this process are: the health rules judge it. */
export class StageHealth {
  readonly #conditions = new Map<StageName, Condition>();

  constructor(stages: readonly StageName[]) {
    for (const stage of stages) this.#conditions.set(stage, { state: 'starting' });
  }

  running(stage: StageName): void {
    // A stage that has stopped for good does not come back by itself.
    if (this.#conditions.get(stage)?.state !== 'stopped') this.#conditions.set(stage, { state: 'running' });
  }

  waiting(stage: StageName, why: string): void {
    this.#conditions.set(stage, { state: 'waiting', why });
  }

  stopped(stage: StageName, why: string): void {
    this.#conditions.set(stage, { state: 'stopped', why });
  }

  get conditions(): ReadonlyMap<StageName, Condition> {
    return this.#conditions;
  }
}
