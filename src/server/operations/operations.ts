/**
 * What people ask of a log beside its normal work: dead letters, and the life of a prediction. The command line does it on
 * the log itself, or, where a running Leeway owns the embedded log, through that one's REST interface.
 */
import type { PureStage } from '../../../consumers/runtime/stage.js';
import type { EventLog } from '../../log/port.js';
import { letterJson, type LetterJson } from '../dead-letters/letter-json.js';
import { listLetters, type LetterFilter } from '../dead-letters/read-letters.js';
import { replayLetters, type ReplayResult } from '../dead-letters/replay.js';
import { localDecisions, type Decisions } from '../decisions/decisions.js';
import { lifeOf, type Life, type LifeQuestion } from '../life/life.js';

export interface LettersJson {
  readonly letters: readonly LetterJson[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface Operations {
  deadLetters(filter: LetterFilter, limit: number): Promise<LettersJson>;
  replay(filter: LetterFilter, again: boolean, by: string): Promise<ReplayResult>;
  life(question: LifeQuestion): Promise<Life>;
  /** About alerts and policies. */
  readonly decisions: Decisions;
}

export interface LocalOperationsOptions {
  readonly log: EventLog;
  readonly partitions: number;
  /** A profiler with the settings of the running one: it is what says what became of a record. */
  readonly profiler: PureStage<unknown>;
  /** Width of a model's base pane, ms. */
  readonly paneOf: (model: string) => number;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly newId: () => string;
}

export function localOperations(options: LocalOperationsOptions): Operations {
  const { log, partitions, clock } = options;
  return {
    deadLetters: async (filter, limit) => {
      const { letters, counts } = await listLetters(log, partitions, filter, limit);
      return { letters: letters.map(letterJson), counts };
    },
    replay: (filter, again, by) => replayLetters({ log, partitions, filter, again, by, clock }),
    life: (question) => lifeOf(question, options),
    decisions: localDecisions(options),
  };
}
