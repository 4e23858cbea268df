import type { Database } from './database.js';
import type { LoadedColumn, Table } from './load-table.js';

/** What a sample of rows, spread over the whole history, says of a column. */
export interface ColumnFacts extends LoadedColumn {
  /** Rows of the sample, and those that have a value. */
  readonly sampled: number;
  readonly filled: number;
  /** Values that can be read as a number, as a time, as `true` or `false`. */
  readonly numbers: number;
  readonly times: number;
  readonly booleans: number;
  readonly whole: number;
  readonly distinct: number;
  /** Of the numbers; null without any. */
  readonly least: number | null;
  readonly most: number | null;
  /** A few of its values, the most frequent first. */
  readonly examples: readonly string[];
}

const SAMPLE = 40_000;
const EXAMPLES = 40;

export async function columnFacts(database: Database, table: Table): Promise<ColumnFacts[]> {
  const every = Math.max(1, Math.floor(table.rows / SAMPLE));
  await database.connection.run(
    `CREATE OR REPLACE TEMP TABLE sample AS SELECT * FROM (SELECT *, row_number() OVER () AS nth FROM rows) WHERE nth % ${every} = 0`,
  );
  const facts: ColumnFacts[] = [];
  for (const column of table.columns) facts.push(await factsOf(database, column));
  return facts;
}

async function factsOf(database: Database, column: LoadedColumn): Promise<ColumnFacts> {
  const c = column.sql;
  const number = `TRY_CAST(${column.type === 'time' || column.type === 'nested' ? 'NULL' : c} AS DOUBLE)`;
  const time =
    column.type === 'time'
      ? c
      : column.type === 'text'
        ? `CASE WHEN TRY_CAST(${c} AS DOUBLE) IS NULL THEN TRY_CAST(${c} AS TIMESTAMPTZ) END`
        : 'NULL';
  const boolean =
    column.type === 'boolean'
      ? c
      : column.type === 'text'
        ? `CASE WHEN lower(${c}) IN ('true', 'false') THEN 1 END`
        : 'NULL';
  const [row] = await database.rows(`
    SELECT count(*)::DOUBLE, count(${c})::DOUBLE, count(${number})::DOUBLE, count(${time})::DOUBLE, count(${boolean})::DOUBLE,
           count(*) FILTER (${number} = floor(${number}))::DOUBLE, count(DISTINCT ${c}::VARCHAR)::DOUBLE,
           min(${number}), max(${number})
    FROM sample`);
  const [sampled, filled, numbers, times, booleans, whole, distinct, least, most] = row ?? [];
  const values = await database.rows(
    `SELECT ${c}::VARCHAR FROM sample WHERE ${c} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${EXAMPLES}`,
  );
  const n = (value: unknown) => Number(value ?? 0);
  return {
    ...column,
    sampled: n(sampled),
    filled: n(filled),
    numbers: n(numbers),
    times: n(times),
    booleans: n(booleans),
    whole: n(whole),
    distinct: n(distinct),
    least: typeof least === 'number' ? least : null,
    most: typeof most === 'number' ? most : null,
    examples: values.map(([value]) => String(value)),
  };
}
