/**
 * The training port: rows in, a model artifact out; an artifact in, a scorer out; a challenger and a champion in,
 * a proof out. The built-in adapter is TensorFlow.js; whatever trains, the trainer stage sees only this.
 */
import type { SingleAnswer, EventTime, Features, FeatureValue, SingleTask } from '../events/event.js';

export interface TrainingRow {
  readonly id: string;
  /** Prediction time, epoch ms. */
  readonly time: EventTime;
  readonly features: Features;
  /** binary: 0 or 1; multiclass: a class name; regression: a finite number. */
  readonly outcome: number | string;
  /** What the version in force answered at the time: stands in for a champion that has no artifact. */
  readonly logged?: SingleAnswer;
}

/** Everything needed to score: plain JSON, so it travels in a `models` record. */
export interface ModelArtifact {
  readonly format: string;
  readonly task: SingleTask;
  /** Backend and library version that trained it, e.g. `wasm 4.22.0`: bits differ between backends. */
  readonly backend: string;
  readonly seed: number;
  /** The adapter's own: encoder, weights (base64), labels. */
  readonly body: unknown;
}

export interface TrainingJob {
  readonly task: SingleTask;
  /** Sorted by (time, id). */
  readonly rows: readonly TrainingRow[];
  readonly seed: number;
}

export interface TrainingProgress {
  /** In plain words: `reading rows`, `training`, `comparing`, `scoring out of sample`. */
  readonly phase: string;
  /** 0..1 within the phase. */
  readonly done: number;
}

export type ProgressListener = (progress: TrainingProgress) => void;

/** A loaded artifact. `score` is synchronous and takes many rows at once: batches are what make it fast. */
export interface Scorer {
  readonly task: SingleTask;
  score(rows: readonly Features[]): SingleAnswer[];
  dispose(): void;
}

export interface ScorerLoader {
  /** Throws `TrainingError` (`bad-artifact`) when this adapter cannot read it. */
  load(artifact: ModelArtifact): Promise<Scorer>;
}

export interface ModelRuntime extends ScorerLoader {
  /** Backend in use, e.g. `wasm 4.22.0`. */
  readonly backend: string;
  /** Same job, same backend: same artifact, bit for bit. Throws `TrainingError`. */
  train(job: TrainingJob, onProgress?: ProgressListener): Promise<ModelArtifact>;
}

/** Who the challenger has to beat. */
export type Champion =
  | { readonly kind: 'artifact'; readonly version: string; readonly artifact: ModelArtifact }
  /** No artifact of ours: its answers were logged with the rows (`TrainingRow.logged`). */
  | { readonly kind: 'logged'; readonly version: string }
  /** Nothing known of it: the rate (mean, class shares) of the rows before the held-out ones. */
  | { readonly kind: 'as-usual'; readonly version: string };

export interface ProofJob extends TrainingJob {
  readonly champion: Champion;
  /** The newest part of the rows, ms of event time, that the challenger never sees. A multiple of a day. */
  readonly holdoutMs: number;
  /** Exclusive end of the event-time range of the rows; default: the last row's time + 1 ms. Days count back from it. */
  readonly to?: EventTime;
}

/** How one model did on the held-out rows. */
export interface HeldOutPerformance {
  /** Mean log loss in nats; regression: mean squared error. */
  readonly loss: number;
  /** Binary only; undefined when only one outcome occurred. */
  readonly auc?: number;
  /** Binary and multiclass. */
  readonly accuracy?: number;
  /** Regression: mean absolute error, in the outcome's unit. */
  readonly mae?: number;
}

/** One held-out day: 24 h, counted back from the end of the range. */
export interface HeldOutDay {
  readonly from: EventTime;
  readonly rows: number;
  /** Mean loss of challenger minus champion: negative = the challenger was better. */
  readonly difference: number;
}

export interface Proof {
  readonly promoted: boolean;
  /** The verdict in plain words, with its numbers. */
  readonly why: string;
  readonly champion: string;
  /** Rows before the held-out ones: what the challenger learned from (a sample of them where there are many). */
  readonly trainingRows: number;
  /** Held-out rows on which both were compared. */
  readonly heldOutRows: number;
  /** Held-out rows left out because the champion's answer to them is not known. */
  readonly uncompared: number;
  readonly days: readonly HeldOutDay[];
  /** One-sided p of the paired t-test over days; undefined when there was no test. */
  readonly p?: number;
  readonly challengerPerformance?: HeldOutPerformance;
  readonly championPerformance?: HeldOutPerformance;
}

/**
 * A score for every row of the job, in the job's order, by a model that has not seen that row's week:
 * the performance reference of a promoted version. Row i has `values[i * width .. (i + 1) * width)`.
 */
export interface OutOfSampleScores {
  /** binary: 1 (the score); multiclass: one probability per label; regression: 1 (the value). */
  readonly width: number;
  /** Class names in the order of the values; multiclass only. */
  readonly labels?: readonly string[];
  readonly values: Float32Array;
}

export interface ProofResult {
  /** Exactly the model that was proven on the held-out rows, not refitted on them. Null: nothing could be trained. */
  readonly artifact: ModelArtifact | null;
  readonly proof: Proof;
  /** Only for a promoted challenger. */
  readonly outOfSample: OutOfSampleScores | null;
}

/** Trains a challenger and compares it with the champion, away from the caller's thread. */
export interface ChallengerProver {
  /** Rejects with `TrainingError`; `aborted` once the signal has fired. */
  prove(
    job: ProofJob,
    options?: { onProgress?: ProgressListener; signal?: AbortSignal },
  ): Promise<ProofResult>;
}

export type { FeatureValue };
