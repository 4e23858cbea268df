import { figure } from './figures.js';
import { intervalChart, type IntervalRow } from './svg/interval-chart.js';

/** Every promise with its interval, beside the one alarm that is allowed. */
export function budgetPicture(rows: readonly IntervalRow[]): string {
  return intervalChart({
    title: 'False alarms per budget period, where nothing changes',
    description: rows
      .map(({ name, mean, low, high }) => `${name}: ${figure(mean)} (${figure(low)} to ${figure(high)})`)
      .join('; '),
    label: 'expected false alarms per budget period, 95% interval over splits',
    most: 4,
    limit: { value: 1, name: 'promised: at most 1' },
    rows,
  });
}
