import { markdownTable } from '../detectors/markdown-table.js';
import { mebibytes, whole } from '../performance/figures.js';
import type { LegResult } from './leg-task.js';

/** A measured leg, and the floor that it is compared with. */
export interface Row {
  readonly name: string;
  readonly result: LegResult;
  readonly floor?: LegResult;
}

/** Records a second. */
export function rateOf({ events, seconds }: Pick<LegResult, 'events' | 'seconds'>): number {
  return events / seconds;
}

const HEAD = ['leg', 'events/s', 'of floor', 'seconds', 'start-up s', 'CPU s', 'peak MiB'];

/** The legs as a table. */
export function table(rows: readonly Row[]): string {
  return markdownTable(HEAD, rows.map(cellsOf));
}

function cellsOf({ name, result, floor }: Row): string[] {
  return [
    name,
    whole(rateOf(result)),
    floor ? (rateOf(result) / rateOf(floor)).toFixed(2) : '',
    result.seconds.toFixed(2),
    result.startUpSeconds.toFixed(2),
    result.cpuSeconds.toFixed(1),
    mebibytes(result.peakBytes),
  ];
}
