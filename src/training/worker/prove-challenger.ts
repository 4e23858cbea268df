/**
 * The whole proof of a challenger: hold the newest rows out, train on the older ones, compare, and (if it is promoted)
 * score every row out of sample for its performance reference. Heavy: runs in the worker thread.
 *
 * What is promoted is exactly what was proven: the model is not refitted on the held-out rows afterwards. A refitted one
 * would be fresher by the held-out days, but nothing would be known of it.
 */
import { TrainingError } from '../errors.js';
import type { Champion, OutOfSampleScores, ProgressListener, ProofResult } from '../port.js';
import { compareOnHeldOut } from '../proof/compare.js';
import { fewestDays } from '../proof/paired-days.js';
import { blocksBefore, dayMs, firstHeldOutRow, weekFolds } from '../proof/time-blocks.js';
import { writeArtifact } from '../tensorflow/artifact.js';
import { DenseScorer } from '../tensorflow/dense-scorer.js';
import type { RowTable } from '../tensorflow/row-table.js';
import { readTargets, type Targets } from '../tensorflow/targets.js';
import { trainModel } from '../tensorflow/train-model.js';
import { championAnswers } from './champion-answers.js';

/** A `ProofJob` whose rows are in columns. */
export interface ProofRequest {
  readonly task: Targets['task'];
  readonly seed: number;
  readonly champion: Champion;
  readonly holdoutMs: number;
  readonly to: number | undefined;
}

/**
 * Rows that cannot make a model (`TrainingError` of handling `reject`) are a rejection with that reason, not an error.
 * @param backend the open backend's name and version
 */
export async function proveChallenger(
  table: RowTable,
  request: ProofRequest,
  backend: string,
  onProgress: ProgressListener,
): Promise<ProofResult> {
  const { times } = table;
  const to = request.to ?? (times.at(-1) ?? 0) + 1;
  checkTimes(times, to);
  const cut = firstHeldOutRow(times, to, request.holdoutMs);
  const all = Uint32Array.from({ length: table.length }, (_, row) => row);
  const earlier = all.subarray(0, cut);
  const heldOut = all.subarray(cut);

  const days = new Set(times.subarray(cut).map((time) => blocksBefore(to, time, dayMs))).size;
  if (days < fewestDays) {
    return untrained(
      request,
      cut,
      `not enough days: rows on ${days} held-out days; a verdict needs at least ${fewestDays}`,
    );
  }
  try {
    const targets = readTargets(request.task, table);
    const model = await trainModel(
      { table, rows: earlier, targets, seed: request.seed, thoroughness: 'full' },
      (done) => onProgress({ phase: 'training', done }),
    );
    const artifact = writeArtifact(model, backend, request.seed);
    onProgress({ phase: 'comparing', done: 0 });
    const proof = compareOnHeldOut(
      {
        task: request.task,
        times: times.subarray(cut),
        outcomes: targets.values.subarray(cut),
        width: targets.width,
        challenger: new DenseScorer(model).scoreTable(table, heldOut),
        champion: championAnswers(request.champion, table, targets, earlier, heldOut),
        to,
      },
      request.champion.version,
      cut,
    );
    const outOfSample = proof.promoted
      ? await scoreOutOfSample(table, targets, to, request.seed, onProgress)
      : null;
    return { artifact, proof, outOfSample };
  } catch (error) {
    if (error instanceof TrainingError && error.handling === 'reject')
      return untrained(request, cut, error.message);
    throw error;
  }
}

/** Scores each fold of weeks by a brief model that was trained on the other weeks. */
async function scoreOutOfSample(
  table: RowTable,
  targets: Targets,
  to: number,
  seed: number,
  onProgress: ProgressListener,
): Promise<OutOfSampleScores> {
  const { folds, foldOf } = weekFolds(table.times, to);
  const { width, labels } = targets;
  const all = Uint32Array.from({ length: table.length }, (_, row) => row);
  const values = new Float32Array(table.length * width);
  for (let fold = 0; fold < folds; fold++) {
    const left = all.filter((row) => foldOf[row] === fold);
    if (left.length === 0) continue;
    const rows = all.filter((row) => foldOf[row] !== fold);
    const model = await trainModel(
      { table, rows, targets, seed: seed + 1 + fold, thoroughness: 'brief' },
      (done) => onProgress({ phase: 'scoring out of sample', done: (fold + done) / folds }),
    );
    const scores = new DenseScorer(model).scoreTable(table, left);
    left.forEach((row, i) => values.set(scores.subarray(i * width, (i + 1) * width), row * width));
  }
  return { width, values, ...(targets.task === 'multiclass' ? { labels } : {}) };
}

function untrained(request: ProofRequest, trainingRows: number, why: string): ProofResult {
  const champion = request.champion.version;
  const proof = { promoted: false, why, champion, trainingRows, heldOutRows: 0, uncompared: 0, days: [] };
  return { artifact: null, proof, outOfSample: null };
}

function checkTimes(times: Float64Array, to: number): void {
  times.forEach((time, row) => {
    if (time >= to) throw new RangeError(`row ${row} is of ${time}, not before the end of the range, ${to}`);
    if (row > 0 && time < (times[row - 1] as number)) {
      throw new RangeError(
        `rows must be sorted by time: row ${row} (${time}) comes before the row in front of it`,
      );
    }
  });
}
