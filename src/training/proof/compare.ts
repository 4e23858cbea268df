/** Compares a challenger with the champion on held-out rows: pure, the rows' answers are given. */
import type { SingleTask } from '../../events/event.js';
import type { Proof } from '../port.js';
import { rowLosses, type AnsweredRows } from './answered-rows.js';
import { differencesByDay, pairedDaysTest } from './paired-days.js';
import { performanceOf } from './performance.js';
import { judge } from './verdict.js';

export interface HeldOutRows {
  readonly task: SingleTask;
  /** Epoch ms, in order. */
  readonly times: Float64Array;
  readonly outcomes: Float64Array;
  /** Numbers per answer: one per class, else 1. */
  readonly width: number;
  readonly challenger: Float32Array | Float64Array;
  /** NaN where the champion's answer is not known: such rows are left out, and counted. */
  readonly champion: Float32Array | Float64Array;
  /** Exclusive end of the range, epoch ms. */
  readonly to: number;
}

/** @param trainingRows rows before the held-out ones */
export function compareOnHeldOut(rows: HeldOutRows, champion: string, trainingRows: number): Proof {
  const known = Uint32Array.from(rows.outcomes.keys()).filter(
    (row) => !Number.isNaN(rows.champion[row * rows.width]),
  );
  const base = {
    champion,
    trainingRows,
    heldOutRows: known.length,
    uncompared: rows.outcomes.length - known.length,
  };
  if (known.length === 0) {
    const why =
      rows.outcomes.length === 0
        ? 'no held-out row: no outcome has been joined in the held-out days'
        : `on none of the ${rows.outcomes.length} held-out rows is the answer of version ${champion} known`;
    return { ...base, promoted: false, why, days: [] };
  }
  const challengerRows = pick(rows, rows.challenger, known);
  const championRows = pick(rows, rows.champion, known);
  const days = differencesByDay(
    Float64Array.from(known, (row) => rows.times[row] as number),
    rowLosses(challengerRows),
    rowLosses(championRows),
    rows.to,
  );
  const p = pairedDaysTest(days.map((day) => day.difference));
  const performances = {
    challengerPerformance: performanceOf(challengerRows),
    championPerformance: performanceOf(championRows),
  };
  const { task } = rows;
  const verdict = judge({
    task,
    champion,
    ...performances,
    days,
    p,
    rows: known.length,
    uncompared: base.uncompared,
  });
  return { ...base, ...verdict, days, ...(p === undefined ? {} : { p }), ...performances };
}

function pick(rows: HeldOutRows, answers: Float32Array | Float64Array, known: Uint32Array): AnsweredRows {
  const { task, width } = rows;
  const picked = new Float64Array(known.length * width);
  known.forEach((row, i) => picked.set(answers.subarray(row * width, (row + 1) * width), i * width));
  return {
    task,
    width,
    answers: picked,
    outcomes: Float64Array.from(known, (row) => rows.outcomes[row] as number),
  };
}
