import type { ChosenColumns } from '../choose-columns.js';
import type { HistorySpan } from '../choose-settings.js';
import { BacktestError } from '../errors.js';
import type { Database } from './database.js';
import type { Table } from './load-table.js';
import { timeSql } from './time-sql.js';

const DAY = 86_400_000;

/** How long the history is, and how long outcomes take. */
export async function spanOf(
  database: Database,
  table: Table,
  { time, outcomeTime }: ChosenColumns,
  {
    begin,
    rowsPerDay = 1,
    timeFormat,
  }: { readonly begin: number; readonly rowsPerDay?: number; readonly timeFormat?: string },
): Promise<HistorySpan> {
  if (!time)
    return {
      predictions: table.rows,
      from: begin,
      to: begin + (table.rows * DAY) / rowsPerDay,
      longestDelay: null,
    };
  const at = timeSql(time, timeFormat);
  const delay = outcomeTime
    ? `quantile_cont(${timeSql(outcomeTime, timeFormat)} - ${at}, 0.999)::DOUBLE`
    : 'NULL';
  const [row] = await database.rows(
    `SELECT count(${at})::DOUBLE, min(${at})::DOUBLE, max(${at})::DOUBLE, ${delay} FROM rows`,
  );
  const [predictions, from, to, longestDelay] = row ?? [];
  if (!predictions)
    throw new BacktestError(
      `column ${time.name} holds no time in any of ${table.rows} rows: say --time-format, such as '%d/%m/%Y %H:%M'`,
    );
  return {
    predictions: Number(predictions),
    from: Number(from),
    to: Number(to),
    longestDelay: typeof longestDelay === 'number' ? longestDelay : null,
  };
}
