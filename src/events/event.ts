/**
 * What applications publish: predictions and outcomes, as the rest of Leeway sees them once they are parsed.
 * Times are epoch milliseconds (UTC).
 */

/** Epoch milliseconds, UTC: when something happened in the world. */
export type EventTime = number;

export type Task = 'binary' | 'multiclass' | 'regression' | 'ranking';

/** One input of the model. `null` = missing. Booleans are categories `'true'` and `'false'`. */
export type FeatureValue = number | string | boolean | null;
export type Features = Readonly<Record<string, FeatureValue>>;

/**
 * What a model said.
 * - binary: `label` 0 or 1, `score` = probability of 1 (where the application published it);
 * - multiclass: `label` = class name, `probabilities` by class (where published);
 * - regression: `value`;
 * - ranking: `ranked` = ids, best first.
 */
export type Answer =
  | { readonly task: 'binary'; readonly label: 0 | 1; readonly score?: number }
  | {
      readonly task: 'multiclass';
      readonly label: string;
      readonly probabilities?: Readonly<Record<string, number>>;
    }
  | { readonly task: 'regression'; readonly value: number }
  | { readonly task: 'ranking'; readonly ranked: readonly string[] };

/** Tasks whose answer to a row is one thing: only for these Leeway trains models by itself, and reads tables. */
export type SingleTask = Exclude<Task, 'ranking'>;
export type SingleAnswer = Extract<Answer, { readonly task: SingleTask }>;

export interface Prediction {
  readonly kind: 'prediction';
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly time: EventTime;
  readonly features: Features;
  /** What the model answered, or the code of the failure that stands in its place. */
  readonly answer: Answer | { readonly task: 'failed'; readonly code: string };
  readonly latencyMs?: number;
  readonly segments?: Readonly<Record<string, string>>;
  /** Of a model with several objectives: the score of each, by its name. A name that is not there: no score. */
  readonly scores?: Readonly<Record<string, number>>;
  /** What the scores were weighted with in the answer, by the same names. */
  readonly weights?: Readonly<Record<string, number>>;
}

export interface Outcome {
  readonly kind: 'outcome';
  readonly id: string;
  readonly model: string;
  readonly time: EventTime;
  /**
   * binary: 0 or 1 (true/false accepted at the edge); multiclass: a class name; regression: a number; ranking: the ids that
   * were chosen, in any order, on the list or not; none: nothing was.
   */
  readonly outcome: number | string | readonly string[];
  /** Business quantities that came with the outcome: revenue, minutes. */
  readonly values?: Readonly<Record<string, number>>;
}

/** "Nothing of this model follows": written by replayers and simulators into every partition of both topics. */
export interface EndMarker {
  readonly kind: 'end';
  readonly model: string;
  readonly time: EventTime;
}

export type SourceEvent = Prediction | Outcome | EndMarker;
