/**
 * The JSON that applications put on the topics `predictions` and `outcomes`, or post to `/v1/predictions` and
 * `/v1/outcomes`. `parse.ts` reads it strictly; inside Leeway it is `event.ts`.
 */
import type { Features } from './event.js';

/** ISO 8601 with a zone (`2001-02-22T09:00:00Z`), or epoch milliseconds. */
export type WireTime = string | number;

interface WirePredictionHead {
  /** The outcome carries the same one. Unique for each model. */
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly time: WireTime;
  readonly features: Features;
  /** How long the model took. */
  readonly latencyMs?: number;
  /** What the model's metrics are also broken down by, such as `{ region: 'north' }`. */
  readonly segments?: Readonly<Record<string, string>>;
  /**
   * Of a model with several objectives: the score of each, such as `{ clicks: 0.21, dwell: 34 }`. Each is watched by itself as
   * a model of its own, `<model>/<objective>`, where the configuration names it; its outcome is sent under that name.
   */
  readonly scores?: Readonly<Record<string, number>>;
  /** What the scores are weighted with, where that may change; else those that the configuration declares. */
  readonly weights?: Readonly<Record<string, number>>;
}

export interface WireAnswered extends WirePredictionHead {
  /** 0 or 1 (binary), a class name (multiclass), a number (regression), 1 to 100 ids, best first (ranking). */
  readonly prediction: number | string | boolean | readonly string[];
  /** Binary: the probability of 1. It is what makes 0 and 1 a binary answer and not a regression's. */
  readonly score?: number;
  /** Multiclass: by class name. */
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly error?: never;
}

export interface WireFailed extends WirePredictionHead {
  /** Stands in place of a prediction when the scorer failed. */
  readonly error: { readonly code: string };
  readonly prediction?: never;
  readonly score?: never;
  readonly probabilities?: never;
}

export type WirePrediction = WireAnswered | WireFailed;

export interface WireOutcome {
  readonly id: string;
  readonly model: string;
  /** When it became known. */
  readonly time: WireTime;
  /** 0, 1, true or false (binary), a class name (multiclass), a number (regression), the ids that were chosen (ranking). */
  readonly outcome: number | string | boolean | readonly string[];
  /** Business quantities that came with it, such as revenue or minutes. */
  readonly values?: Readonly<Record<string, number>>;
}

/** "Nothing of this model follows": goes to every partition of both topics. */
export interface WireEnd {
  readonly kind: 'end';
  readonly model: string;
  readonly time: WireTime;
}

/** One item of a request that was not accepted. */
export interface WireRefusal {
  /** Position in the request, from 0. */
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** The body of the answers 202 (some or all are in the log) and 400 (none is), each refused one with its reason. */
export interface WireIngestionAnswer {
  /** Items that are in the log now. 0 = nothing was taken: the ones that were not refused have to be sent again. */
  readonly accepted: number;
  readonly refused: readonly WireRefusal[];
}
