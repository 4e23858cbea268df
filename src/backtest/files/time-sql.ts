import { epochUnit } from '../choose-columns.js';
import type { ColumnFacts } from './column-facts.js';
import { sqlText } from './sql-text.js';

/** Epoch milliseconds; NULL for what is no time. */
export function timeSql(column: ColumnFacts, format: string | undefined): string {
  const { sql, type, most } = column;
  if (type === 'time') return `epoch_ms(${sql}::TIMESTAMP)`;
  if (format !== undefined) return `epoch_ms(try_strptime(${sql}::VARCHAR, ${sqlText(format)}))`;
  const epoch = `floor(TRY_CAST(${sql} AS DOUBLE) * ${epochUnit(most) ?? 'NULL'})`;
  if (type === 'number') return epoch;
  return `coalesce(${epoch}, epoch_ms(TRY_CAST(${sql} AS TIMESTAMPTZ)))`;
}
