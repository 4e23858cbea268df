/** Entry point of the training worker thread: does the job in `workerData`, reports, ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { TrainingError } from '../errors.js';
import type { TrainingProgress } from '../port.js';
import { writeArtifact } from '../tensorflow/artifact.js';
import { openBackend } from '../tensorflow/backend.js';
import { readTargets } from '../tensorflow/targets.js';
import { trainModel } from '../tensorflow/train-model.js';
import type { WorkerJob, WorkerReport } from './messages.js';
import { proveChallenger } from './prove-challenger.js';

const port = parentPort;
if (port === null)
  throw new Error('the training worker runs in a worker thread: start it through run-in-worker.ts');

const report = (message: WorkerReport, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

/** Told in steps of a hundredth: a message a training step would keep the caller's loop busy for nothing. */
let lastTold = '';
const onProgress = (progress: TrainingProgress): void => {
  const told = `${progress.phase} ${Math.floor(progress.done * 100)}`;
  if (told === lastTold) return;
  lastTold = told;
  report({ kind: 'progress', progress });
};

try {
  const job = workerData as WorkerJob;
  const backend = await openBackend({
    ...(job.pin === undefined ? {} : { pin: job.pin }),
    warn: (message) => report({ kind: 'warning', message }),
  });
  if (job.proof === null) {
    const { table, task, seed } = job;
    const rows = Uint32Array.from({ length: table.length }, (_, row) => row);
    const request = { table, rows, targets: readTargets(task, table), seed, thoroughness: 'full' as const };
    const model = await trainModel(request, (done) => onProgress({ phase: 'training', done }));
    report({ kind: 'trained', artifact: writeArtifact(model, backend, seed) });
  } else {
    const result = await proveChallenger(job.table, job.proof, backend, onProgress);
    report(
      { kind: 'proven', result },
      result.outOfSample ? [result.outOfSample.values.buffer as ArrayBuffer] : [],
    );
  }
} catch (error) {
  report({
    kind: 'failed',
    code: error instanceof TrainingError ? error.code : undefined,
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? (error.stack ?? '') : '',
  });
}
