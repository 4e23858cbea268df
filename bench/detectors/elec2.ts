/** elec2: three columns are constant until row 17,424 and change there all at once; two have seasons and no break. */
import { readColumns } from './table-file.js';
import type { Subject } from './subjects.js';

/** From 0. */
export const ELEC2_CHANGE = 17_424;
export const ELEC2_CHANGED = ['vicprice', 'vicdemand', 'transfer'] as const;
const COLUMNS = [...ELEC2_CHANGED, 'nswprice', 'nswdemand'] as const;

export function elec2(path: string): Record<(typeof COLUMNS)[number], Float64Array> {
  return readColumns(path, COLUMNS);
}

/** Rows at which a detector alarms on a column as it is, from 0. */
export function watchColumn(subject: Subject, column: Float64Array): number[] {
  const detector = subject.create(column[0] ?? 0);
  const alarms: number[] = [];
  column.forEach((value, row) => {
    if (detector.update(subject.read(value)).drift) alarms.push(row);
  });
  return alarms;
}
