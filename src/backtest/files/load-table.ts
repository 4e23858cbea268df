/** Files of rows as one table of DuckDB: `file` (index), `row` (from 1 in each file), and `c0`, `c1`, ... by column. */
import { BacktestError } from '../errors.js';
import { closestName } from '../../config/closest-name.js';
import type { Database } from './database.js';
import type { HistoryFile } from './find-files.js';
import { sqlName, sqlText } from './sql-text.js';

export interface LoadedColumn {
  readonly name: string;
  /** In the table. */
  readonly sql: string;
  /** Texts are looked through for numbers, times and truth values; the others are what they are. */
  readonly type: 'text' | 'number' | 'boolean' | 'time' | 'nested';
}

export interface Table {
  readonly files: readonly HistoryFile[];
  readonly columns: readonly LoadedColumn[];
  readonly rows: number;
  /** Lines that could not be taken apart, in the order of the files; at most `MOST_LISTED` of them. */
  readonly broken: readonly BrokenLine[];
  readonly brokenCount: number;
}

export interface BrokenLine {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

export const MOST_LISTED = 20;
/** Bytes: DuckDB holds many times as much while it reads. */
const LONGEST_LINE = 1_048_576;
/** What stands for "nothing" in text files. */
const MISSING = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None'];

/** @throws BacktestError where files do not have the same columns, or one cannot be read at all */
export async function loadTable(database: Database, files: readonly HistoryFile[]): Promise<Table> {
  const broken: BrokenLine[] = [];
  let brokenCount = 0;
  let columns: LoadedColumn[] | null = null;
  for (const [index, file] of files.entries()) {
    const own = await view(database, file, index).catch((error: unknown) => {
      throw error instanceof BacktestError
        ? error
        : new BacktestError(`${file.path}: ${firstLines((error as Error).message)}`);
    });
    columns ??= [...own.columns];
    for (const column of newColumns(files[0] as HistoryFile, columns, file, own.columns)) {
      await database.connection.run(`ALTER TABLE rows ADD COLUMN ${column.sql} VARCHAR`);
      columns.push(column);
    }
    const select = columns
      .map(({ name, sql }) => `${own.columns.find((c) => c.name === name)?.sql ?? 'NULL'} AS ${sql}`)
      .join(', ');
    const rows = `SELECT ${index} AS file, row, ${select} FROM ${own.from}`;
    try {
      await database.connection.run(
        index === 0 ? `CREATE TABLE rows AS ${rows}` : `INSERT INTO rows BY NAME ${rows}`,
      );
    } catch (error) {
      throw new BacktestError(`${file.path}: ${firstLines((error as Error).message)}`);
    }
    const { count, listed } = await own.broken();
    brokenCount += count;
    broken.push(...listed.slice(0, MOST_LISTED - broken.length));
  }
  const [total] = await database.rows('SELECT count(*)::DOUBLE FROM rows');
  if (Number(total?.[0]) === 0) {
    const [first] = broken;
    const why = first === undefined ? '' : `: ${first.file}, line ${first.line}: ${first.why}`;
    throw new BacktestError(`there is no row in ${files.map(({ path }) => path).join(', ')}${why}`);
  }
  return { files, columns: columns ?? [], rows: Number(total?.[0]), broken, brokenCount };
}

interface View {
  readonly from: string;
  readonly columns: LoadedColumn[];
  /** Asked after the file was read. */
  readonly broken: () => Promise<{ readonly count: number; readonly listed: readonly BrokenLine[] }>;
}

function view(database: Database, file: HistoryFile, index: number): Promise<View> {
  switch (file.format) {
    case 'csv':
      return csvView(database, file);
    case 'parquet':
      return parquetView(database, file);
    case 'json-lines':
    case 'json-array':
      return jsonView(database, file, index);
  }
}

const noneBroken = async () => ({ count: 0, listed: [] });

async function csvView(database: Database, { path }: HistoryFile): Promise<View> {
  const source = `read_csv(${sqlText(path)}, all_varchar = true, header = true, store_rejects = true, nullstr = [${MISSING.map(sqlText).join(', ')}])`;
  const names = (await database.rows(`DESCRIBE SELECT * FROM ${source}`)).map(([name]) => String(name));
  const columns = names.map((name, i): LoadedColumn => ({ name, sql: `c${i}`, type: 'text' }));
  const select = columns.map(({ name, sql }) => `${sqlName(name)} AS ${sql}`).join(', ');
  return {
    from: `(SELECT row_number() OVER () AS row, ${select} FROM ${source})`,
    columns,
    async broken() {
      const found = await database.rows(
        `SELECT line::DOUBLE, min(error_message) FROM reject_errors GROUP BY line ORDER BY 1 LIMIT ${MOST_LISTED}`,
      );
      const [count] = await database.rows('SELECT count(DISTINCT line)::DOUBLE FROM reject_errors');
      await database.connection.run('DELETE FROM reject_errors');
      await database.connection.run('DELETE FROM reject_scans');
      const listed = found.map(([line, why]) => ({
        file: path,
        line: Number(line),
        why: firstLines(String(why)),
      }));
      return { count: Number(count?.[0]), listed };
    },
  };
}

async function parquetView(database: Database, { path }: HistoryFile): Promise<View> {
  const source = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  const described = await database.rows(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${source}`);
  const columns = described.map(([name, type], i): LoadedColumn => ({
    name: String(name),
    sql: `c${i}`,
    type: typeOf(String(type)),
  }));
  const select = columns.map(({ name, sql }) => `${sqlName(name)} AS ${sql}`).join(', ');
  return {
    from: `(SELECT file_row_number + 1 AS row, ${select} FROM ${source})`,
    columns,
    broken: noneBroken,
  };
}

function typeOf(type: string): LoadedColumn['type'] {
  if (/^(VARCHAR|ENUM|UUID)/.test(type)) return 'text';
  if (/^(TIMESTAMP|DATE)/.test(type)) return 'time';
  if (type === 'BOOLEAN') return 'boolean';
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/.test(type) ? 'number' : 'nested';
}

/** Lines come as texts first, so that a line that is no JSON is known by its number. */
export async function loadLines(
  database: Database,
  { path, format }: HistoryFile,
  table: string,
): Promise<void> {
  const source =
    format === 'json-array'
      ? `(SELECT row_number() OVER () AS row, json::VARCHAR AS line FROM read_json_objects(${sqlText(path)}, format = 'array'))`
      : `(SELECT row_number() OVER () AS row, line FROM read_csv(${sqlText(path)}, columns = {'line': 'VARCHAR'}, header = false, auto_detect = false, delim = chr(1), quote = '', escape = '', max_line_size = ${LONGEST_LINE}))`;
  // What is no object is NULL as `json`: conditions are not asked from left to right.
  await database.connection.run(
    `CREATE OR REPLACE TABLE ${table} AS
     SELECT row, line, CASE WHEN CASE WHEN json_valid(line) THEN json_type(line) END = 'OBJECT' THEN line END AS json
     FROM ${source} WHERE trim(line) <> ''`,
  );
}

async function jsonView(database: Database, file: HistoryFile, index: number): Promise<View> {
  const table = `lines_${index}`;
  await loadLines(database, file, table);
  const keys = await database.rows(
    `SELECT key FROM (SELECT unnest(json_keys(json)) AS key, row FROM ${table}) GROUP BY key ORDER BY min(row), key`,
  );
  if (keys.length === 0) throw new BacktestError(`${file.path} has no line that is a JSON object`);
  const columns = keys.map(([key], i): LoadedColumn => ({ name: String(key), sql: `c${i}`, type: 'text' }));
  const select = columns
    .map(({ name, sql }) => `json ->> ${sqlText(`$."${name.replaceAll('"', '\\"')}"`)} AS ${sql}`)
    .join(', ');
  return {
    from: `(SELECT row, ${select} FROM ${table} WHERE json IS NOT NULL)`,
    columns,
    async broken() {
      const [count] = await database.rows(`SELECT count(*)::DOUBLE FROM ${table} WHERE json IS NULL`);
      const found = await database.rows(
        `SELECT row::DOUBLE, line[:60] FROM ${table} WHERE json IS NULL ORDER BY row LIMIT ${MOST_LISTED}`,
      );
      await database.connection.run(`DROP TABLE ${table}`);
      return {
        count: Number(count?.[0]),
        listed: found.map(([line, text]) => ({
          file: file.path,
          line: Number(line),
          why: `is no JSON object: ${String(text)}`,
        })),
      };
    },
  };
}

/** Tables of one history say the same columns; JSON objects leave out what they do not have, so a later file may have more. */
function newColumns(
  first: HistoryFile,
  known: readonly LoadedColumn[],
  file: HistoryFile,
  own: readonly LoadedColumn[],
): LoadedColumn[] {
  const names = known.map(({ name }) => name);
  const extra = own.filter(({ name }) => !names.includes(name));
  const [one] = extra;
  if (one === undefined) return [];
  if (first.format.startsWith('json') && file.format.startsWith('json')) {
    return extra.map(({ name, type }, i) => ({ name, type, sql: `c${known.length + i}` }));
  }
  const near = closestName(one.name, names);
  throw new BacktestError(
    `${file.path} has a column ${one.name} that ${first.path} does not have` +
      (near === undefined ? '' : ` (did you mean ${near}?)`) +
      ': files of one history have the same columns',
  );
}

const firstLines = (text: string): string => text.split('\n').slice(0, 2).join(' ').trim();
