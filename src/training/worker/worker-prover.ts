/** Training and proofs in a worker thread: what the composition root hands to the trainer stage. */
import type { ChallengerProver, ModelArtifact, TrainingJob } from '../port.js';
import { runInWorker, type WorkerOptions } from './run-in-worker.js';

/**
 * @example
 * const prover = workerProver({ workerUrl: new URL('../training/worker/main.js', import.meta.url), pin: 'wasm' });
 * const { artifact, proof } = await prover.prove({ task, rows, seed, champion, holdoutMs: 14 * 86_400_000 });
 */
export function workerProver(thread: Omit<WorkerOptions, 'onProgress' | 'signal'>): ChallengerProver {
  return {
    async prove(job, options = {}) {
      const { task, seed, champion, holdoutMs, to } = job;
      const request = { task, seed, proof: { task, seed, champion, holdoutMs, to } };
      const done = await runInWorker(job.rows, request, { ...thread, ...options });
      if (done.kind !== 'proven')
        throw new Error(`the training thread was asked for a proof and answered '${done.kind}'`);
      return done.result;
    },
  };
}

/** Trains on all rows, without a comparison. Same job, same backend: same artifact, bit for bit. */
export async function trainInWorker(
  options: WorkerOptions & { readonly job: TrainingJob },
): Promise<ModelArtifact> {
  const { task, seed, rows } = options.job;
  const done = await runInWorker(rows, { task, seed, proof: null }, options);
  if (done.kind !== 'trained')
    throw new Error(`the training thread was asked to train and answered '${done.kind}'`);
  return done.artifact;
}
