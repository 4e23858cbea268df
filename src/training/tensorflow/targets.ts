/** Outcomes as numbers: what the network is trained towards, and what a loss compares its answer with. */
import type { SingleTask } from '../../events/event.js';
import { TrainingError } from '../errors.js';
import { valueAt, type RowTable } from './row-table.js';

/** More classes than this are an identifier, not a class. */
export const maxClasses = 256;

/** The outcome of every row of a table. */
export interface Targets {
  readonly task: SingleTask;
  /** Class names, sorted; empty unless multiclass. */
  readonly labels: readonly string[];
  /** binary: 0 or 1; multiclass: index into `labels`, -1 = a class not in `labels`; regression: the value. */
  readonly values: Float64Array;
  /** Numbers per answer: one per class, else 1. */
  readonly width: number;
}

/** Reads the outcome column. Throws `TrainingError` (`bad-outcome`, `too-many-classes`), naming the row's time. */
export function readTargets(task: SingleTask, table: RowTable): Targets {
  if (task === 'multiclass') return readClasses(table);
  const values = new Float64Array(table.length);
  for (let row = 0; row < table.length; row++) {
    const outcome = valueAt(table.outcome, row);
    if (typeof outcome !== 'number' || (task === 'binary' && outcome !== 0 && outcome !== 1)) {
      const wanted = task === 'binary' ? '0 or 1' : 'a finite number';
      throw new TrainingError(
        'bad-outcome',
        `the outcome of row ${row} (predicted at ${new Date(table.times[row] as number).toISOString()}) is ` +
          `${JSON.stringify(outcome)}; a ${task} model learns from ${wanted}: correct the outcome or the model's task`,
      );
    }
    values[row] = outcome;
  }
  return { task, labels: [], values, width: 1 };
}

function readClasses(table: RowTable): Targets {
  const seen = new Set<string>();
  for (let row = 0; row < table.length; row++) {
    seen.add(className(table, row));
    if (seen.size > maxClasses) {
      throw new TrainingError(
        'too-many-classes',
        `more than ${maxClasses} different outcomes by row ${row} (for example ${JSON.stringify([...seen].slice(0, 3))}): ` +
          'map rare ones to one class before they are published, or use a regression model',
      );
    }
  }
  const labels = [...seen].sort();
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const values = new Float64Array(table.length);
  for (let row = 0; row < table.length; row++) values[row] = indexOf.get(className(table, row)) ?? -1;
  return { task: 'multiclass', labels, values, width: labels.length };
}

function className(table: RowTable, row: number): string {
  const outcome = valueAt(table.outcome, row);
  if (outcome === null)
    throw new TrainingError('bad-outcome', `row ${row} has no outcome: a class name is needed`);
  return String(outcome);
}
