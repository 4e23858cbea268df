/** What the training worker and its caller say to each other. */
import type { BackendKind } from '../tensorflow/backend.js';
import type { ModelArtifact, ProofResult, TrainingProgress } from '../port.js';
import type { RowTable } from '../tensorflow/row-table.js';
import type { ProofRequest } from './prove-challenger.js';

/** The worker's `workerData`: one job, then it ends. */
export interface WorkerJob {
  readonly table: RowTable;
  readonly pin: BackendKind | undefined;
  /** Null: train on all rows, prove nothing. */
  readonly proof: ProofRequest | null;
  readonly task: ProofRequest['task'];
  readonly seed: number;
}

export type WorkerReport =
  | { readonly kind: 'progress'; readonly progress: TrainingProgress }
  | { readonly kind: 'warning'; readonly message: string }
  | { readonly kind: 'trained'; readonly artifact: ModelArtifact }
  | { readonly kind: 'proven'; readonly result: ProofResult }
  /** `code` of a `TrainingError`, else undefined. */
  | {
      readonly kind: 'failed';
      readonly code: string | undefined;
      readonly message: string;
      readonly stack: string;
    };
