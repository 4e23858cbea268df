import { emptyEvaluator, evaluate, type EvaluatorSettings } from '../../consumers/evaluator/evaluator.js';
import type { NewRecord } from '../log/port.js';
import type { ProfileRecord } from '../records/profile.js';

export interface DeciderHooks {
  /** Everything that the evaluator says, in its order: `panes`, `metrics`, `alerts`, `retraining`. */
  readonly onRecord: (record: NewRecord) => void;
  /** What the owners of references and versions would answer to a record of `retraining`; it decides from then on. */
  readonly answer?: (request: NewRecord) => readonly ProfileRecord[];
}

/** The evaluator, and the answers to what it asks for, at once. */
export class Decider {
  readonly #state = emptyEvaluator();
  readonly #settings: EvaluatorSettings;
  readonly #hooks: DeciderHooks;

  constructor(settings: EvaluatorSettings, hooks: DeciderHooks) {
    this.#settings = settings;
    this.#hooks = hooks;
  }

  take(records: readonly ProfileRecord[]): void {
    let waiting = records;
    while (waiting.length > 0) {
      const answers: ProfileRecord[] = [];
      for (const record of evaluate(this.#state, waiting, this.#settings)) {
        this.#hooks.onRecord(record);
        if (record.topic === 'retraining') answers.push(...(this.#hooks.answer?.(record) ?? []));
      }
      waiting = answers;
    }
  }
}
