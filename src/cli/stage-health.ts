import type { Readiness } from '../server/health.js';
import type { StageName } from '../topology.js';

type Condition =
  | { readonly state: 'starting' }
  | { readonly state: 'running' }
  | { readonly state: 'waiting' | 'stopped'; readonly why: string };

/** How the stages of this process are: what `/readyz` answers. */
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

  readiness(): Readiness {
    const reasons: string[] = [];
    let ready = true;
    for (const [stage, condition] of this.#conditions) {
      if (condition.state === 'running') continue;
      // A stage that waits for its store loses nothing and needs no traffic sent elsewhere; people should look, though.
      if (condition.state !== 'waiting') ready = false;
      reasons.push(`stage ${stage} is ${condition.state}${'why' in condition ? `: ${condition.why}` : ''}`);
    }
    return { ready, reasons };
  }
}
