import type { Task } from '../event.js';
import { keySeed } from '../rows/event-key.js';

/** What is the same for all records of a model. */
export interface ModelFacts {
  readonly name: string;
  readonly keySeed: Uint32Array;
  /** Fixed by configuration; null: the shape of the event decides. */
  readonly task: Task | null;
  /** Where the layouts go on behind the edge that ends in this model: models have features of their own. */
  readonly nodes: Map<number, number>;
}

export type TaskOf = (model: string) => Task | undefined;

/** More are forgotten all at once. */
const MOST = 4096;

/** Facts of every model that was met; `taskOf` is asked once for each. */
export class Models {
  readonly #taskOf: TaskOf | undefined;
  readonly #known = new Map<string, ModelFacts>();
  #last: ModelFacts | null = null;

  constructor(taskOf: TaskOf | undefined) {
    this.#taskOf = taskOf;
  }

  facts(model: string): ModelFacts {
    if (this.#last !== null && this.#last.name === model) return this.#last;
    let facts = this.#known.get(model);
    if (facts === undefined) {
      facts = {
        name: model,
        keySeed: keySeed(model),
        task: this.#taskOf?.(model) ?? null,
        nodes: new Map(),
      };
      if (this.#known.size === MOST) this.#known.clear();
      this.#known.set(model, facts);
    }
    this.#last = facts;
    return facts;
  }

  /** The layouts were forgotten. */
  forgetNodes(): void {
    for (const facts of this.#known.values()) facts.nodes.clear();
    this.#last?.nodes.clear();
  }
}
