/** Rows to model: encoder, design matrix, network. */
import type { SingleTask } from '../../events/event.js';
import { TrainingError } from '../errors.js';
import type { DenseModel } from './artifact.js';
import { Encoder } from './encoder.js';
import { learnEncoder } from './learn-encoder.js';
import { seededRandom, spreadSample } from './random.js';
import type { RowTable } from './row-table.js';
import { scheduleFor } from './schedule.js';
import type { Targets } from './targets.js';
import { trainNetwork } from './train-network.js';

export interface ModelRequest {
  readonly table: RowTable;
  /** Ascending indices of the rows to learn from. */
  readonly rows: Uint32Array;
  readonly targets: Targets;
  readonly seed: number;
  /** `brief`: a cheaper model from a smaller sample, for out-of-sample scores. */
  readonly thoroughness: 'full' | 'brief';
}

/**
 * Needs an open backend (`backend.ts`).
 * Throws `TrainingError`: `no-rows`, `one-outcome`, `no-features`, `diverged`.
 * @param onDone is told the share done, 0..1
 */
export async function trainModel(request: ModelRequest, onDone: (done: number) => void): Promise<DenseModel> {
  const { table, targets, seed, thoroughness } = request;
  checkOutcomes(targets, request.rows);
  // A brief model learns its encoder from its sample too: six of them over every row would cost more than the training.
  const random = seededRandom(seed);
  const brief =
    thoroughness === 'brief'
      ? spreadSample(request.rows, scheduleFor(request.rows.length, 1, 'brief').maxRows, random)
      : null;
  const known = brief ?? request.rows;
  const { plan, targetRates } = learnEncoder(table, known, targets);
  if (plan.features.length === 0) {
    throw new TrainingError(
      'no-features',
      `none of the ${table.features.length} features has two different values: nothing to learn from`,
    );
  }
  const encoder = new Encoder(plan);
  const schedule = scheduleFor(known.length, encoder.width, thoroughness);
  const sample = spreadSample(known, schedule.maxRows, random);
  const output = outputOf(targets, sample);
  const network = await trainNetwork(
    {
      task: targets.task,
      rows: sample.length,
      width: encoder.width,
      matrix: encoder.encodeTable(table, sample, targetRates),
      targets: Float32Array.from(sample, (row) => {
        const value = targets.values[row] as number;
        return output.task === 'regression' ? (value - output.mean) / output.sd : value;
      }),
      outputs: targets.width,
    },
    schedule,
    seed,
    onDone,
  );
  return { encoder: plan, labels: targets.labels, output, network };
}

function checkOutcomes(targets: Targets, rows: Uint32Array): void {
  if (rows.length === 0) {
    throw new TrainingError('no-rows', 'no row to learn from: no outcome has been joined in this range');
  }
  const first = targets.values[rows[0] as number];
  if (rows.every((row) => targets.values[row] === first)) {
    throw new TrainingError(
      'one-outcome',
      `all ${rows.length} rows have the same outcome: nothing to tell apart`,
    );
  }
}

function outputOf(targets: Targets, rows: Uint32Array): DenseModel['output'] {
  const task: SingleTask = targets.task;
  if (task !== 'regression') return { task };
  let mean = 0;
  for (const row of rows) mean += (targets.values[row] as number) / rows.length;
  let squares = 0;
  for (const row of rows) squares += ((targets.values[row] as number) - mean) ** 2 / rows.length;
  if (!Number.isFinite(squares)) {
    throw new TrainingError(
      'diverged',
      'the outcomes are too large to be squared: publish them in a larger unit',
    );
  }
  return { task, mean, sd: squares > 0 ? Math.sqrt(squares) : 1 };
}
