/**
 * A prediction and its outcome, joined: all that the aggregates of performance need. A flyweight as the rows are: the join
 * fills the same object for every pair, so nobody keeps it.
 */
import type { EventTime, Task } from '../events/event.js';
import type { IdList } from '../events/rows/id-list.js';
import type { NumbersByName, TextsByName } from '../events/rows/row.js';

/** The features that a row has carried through the join, as 32-bit words (`value-word.ts`): entry i is `words[at + i]`. */
export interface FeatureWords {
  names: readonly string[];
  words: Int32Array;
  at: number;
}

export interface Pair {
  version: string;
  /** As in `PredictionRow`. */
  task: Task | 'failed';
  label: string;
  score: number;
  value: number;
  probabilities: NumbersByName | null;
  ranked: IdList | null;
  segments: TextsByName | null;
  features: FeatureWords | null;
  predictedAt: EventTime;
  /** The prediction was late for its pane: it is in none, and so is the pair. */
  predictionLate: boolean;
  /** As in `OutcomeRow`. */
  number: number;
  text: string | null;
  chosen: IdList | null;
  values: NumbersByName | null;
  happenedAt: EventTime;
  outcomeLate: boolean;
  /** Offset of the outcome's record. */
  offset: number;
}
