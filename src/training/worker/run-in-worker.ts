/** Runs one training job in a worker thread, so that the caller's event loop stays free for heartbeats and clients. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { isTrainingErrorCode, TrainingError } from '../errors.js';
import type { ProgressListener, TrainingRow } from '../port.js';
import type { BackendKind } from '../tensorflow/backend.js';
import { RowTableBuilder, tableBuffers, type RowTable } from '../tensorflow/row-table.js';
import type { WorkerJob, WorkerReport } from './messages.js';

export interface WorkerOptions {
  /** The compiled `worker/main.js`. */
  readonly workerUrl: URL;
  /** Exactly this backend, or `backend-unavailable`. */
  readonly pin?: BackendKind;
  /** Told in plain words why a better backend is not used. */
  readonly warn?: (message: string) => void;
  readonly onProgress?: ProgressListener;
  /** Ends the thread; the call then rejects with `aborted`. */
  readonly signal?: AbortSignal;
}

/** What a job ends with. */
export type WorkerResult = Extract<WorkerReport, { kind: 'trained' | 'proven' }>;

/** Rows put into columns between two turns of the event loop: a few milliseconds. */
const rowsPerTurn = 5_000;

/**
 * @throws TrainingError as the job does; `worker-failed` when the thread dies (out of memory), `aborted`
 */
export async function runInWorker(
  rows: readonly TrainingRow[],
  job: Omit<WorkerJob, 'table' | 'pin'>,
  options: WorkerOptions,
): Promise<WorkerResult> {
  const table = await readRows(rows, options);
  throwIfAborted(options.signal);
  const workerData: WorkerJob = { ...job, table, pin: options.pin };
  const worker = new Worker(options.workerUrl, { workerData, transferList: tableBuffers(table) });
  try {
    return await resultOf(worker, options);
  } finally {
    await worker.terminate();
  }
}

async function readRows(
  rows: readonly TrainingRow[],
  { onProgress, signal }: WorkerOptions,
): Promise<RowTable> {
  const builder = new RowTableBuilder(rows.length);
  for (let first = 0; first < rows.length; first += rowsPerTurn) {
    throwIfAborted(signal);
    const next = Math.min(rows.length, first + rowsPerTurn);
    for (let row = first; row < next; row++) builder.add(rows[row] as TrainingRow);
    onProgress?.({ phase: 'reading rows', done: next / rows.length });
    await nextTurn();
  }
  return builder.build();
}

function resultOf(worker: Worker, { onProgress, warn, signal }: WorkerOptions): Promise<WorkerResult> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(aborted());
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (report: WorkerReport) => {
      switch (report.kind) {
        case 'progress':
          onProgress?.(report.progress);
          break;
        case 'warning':
          warn?.(report.message);
          break;
        case 'trained':
        case 'proven':
          resolve(report);
          break;
        case 'failed':
          reject(errorOf(report));
          break;
      }
    });
    worker.on('error', (cause) => {
      const message = `the training thread failed: ${cause instanceof Error ? cause.message : String(cause)}`;
      reject(new TrainingError('worker-failed', message, { cause }));
    });
    worker.on('exit', (code) => {
      // Settled already, except when the thread ended without a report.
      signal?.removeEventListener('abort', abort);
      reject(
        new TrainingError('worker-failed', `the training thread ended with code ${code} before it answered`),
      );
    });
  });
}

/** An error without a code of ours is a defect: it comes back as it was, with the thread's stack. */
function errorOf({ code, message, stack }: Extract<WorkerReport, { kind: 'failed' }>): Error {
  const error =
    code !== undefined && isTrainingErrorCode(code) ? new TrainingError(code, message) : new Error(message);
  error.stack = stack;
  return error;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw aborted();
}

function aborted(): TrainingError {
  return new TrainingError('aborted', 'the training was aborted');
}
