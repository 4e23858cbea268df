import { figure } from './figures.js';
import { markdownTable } from './markdown-table.js';
import { type Mean, meanOverSplits } from './statistics.js';

/** Whether a promised budget of false alarms is kept, over splits. */
export interface Kept extends Mean {
  readonly name: string;
  readonly splits: number;
}

/** @param alarms false alarms per budget period, one figure a split */
export function kept(name: string, alarms: readonly number[]): Kept {
  return { name, splits: alarms.length, ...meanOverSplits(alarms) };
}

export function tableOfKept(rows: readonly Kept[]): string {
  return markdownTable(
    ['false alarms per budget period', 'mean', '95% interval', 'splits', 'at most 1'],
    rows.map(({ name, mean, low, high, splits }) => [
      name,
      figure(mean),
      `${figure(low)}–${figure(high)}`,
      String(splits),
      high <= 1 ? 'kept' : low > 1 ? 'NOT kept' : 'open',
    ]),
  );
}
