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

const HEAD = ['', 'events/s', 'of floor', 'seconds', 'start-up s', 'CPU s', 'peak MiB'];

/** The legs as a table for people: names to the left, figures to the right. */
export function table(rows: readonly Row[]): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

function cellsOf({ name, result, floor }: Row): string[] {
  return [
    name,
    Math.round(rateOf(result)).toLocaleString('en-US'),
    floor ? (rateOf(result) / rateOf(floor)).toFixed(2) : '',
    result.seconds.toFixed(2),
    result.startUpSeconds.toFixed(2),
    result.cpuSeconds.toFixed(1),
    Math.round(result.peakBytes / 2 ** 20).toLocaleString('en-US'),
  ];
}
