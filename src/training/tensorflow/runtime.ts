/** The TensorFlow.js adapter of the training port, on the caller's own thread. */
import type { ModelRuntime } from '../port.js';
import { writeArtifact } from './artifact.js';
import { openBackend, type BackendOptions } from './backend.js';
import { loadScorer } from './dense-scorer.js';
import { tableOf } from './row-table.js';
import { readTargets } from './targets.js';
import { trainModel } from './train-model.js';

/**
 * Training yields after every step but is heavy: servers use `worker/worker-prover.ts`.
 * @example
 * const runtime = await openTensorflow({ pin: 'wasm', warn: console.warn });
 * const artifact = await runtime.train({ task: 'binary', rows, seed: 1 });
 */
export async function openTensorflow(options: BackendOptions): Promise<ModelRuntime> {
  const backend = await openBackend(options);
  return {
    backend,
    async train(job, onProgress) {
      const table = tableOf(job.rows);
      const rows = Uint32Array.from({ length: table.length }, (_, row) => row);
      const targets = readTargets(job.task, table);
      const model = await trainModel({ table, rows, targets, seed: job.seed, thoroughness: 'full' }, (done) =>
        onProgress?.({ phase: 'training', done }),
      );
      return writeArtifact(model, backend, job.seed);
    },
    load: async (artifact) => loadScorer(artifact),
  };
}
