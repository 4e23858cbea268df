import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { sqlText } from './sql-text.js';

/** What DuckDB may hold in memory; beyond it, it sorts on disk. */
const MEMORY = '512MB';
/** A time without a zone is the same moment on every machine. */
const UTC = `SET TimeZone = 'UTC'`;

/** A DuckDB of its own in a folder of its own, gone when it is closed: where files are read, sorted and counted. */
export interface Database {
  readonly connection: DuckDBConnection;
  /** All rows of a small result. */
  rows(sql: string): Promise<readonly (readonly DuckDBValue[])[]>;
  /** A second connection, for a second result at the same time. */
  another(): Promise<DuckDBConnection>;
  close(): Promise<void>;
}

/** @param parent where the folder is made; it needs about the room that the files take */
export async function openDatabase(parent: string): Promise<Database> {
  const folder = await mkdtemp(join(parent, 'leeway-backtest-'));
  const instance = await DuckDBInstance.create(join(folder, 'rows.duckdb'), { memory_limit: MEMORY });
  const connection = await instance.connect();
  await connection.run(`SET temp_directory = ${sqlText(join(folder, 'sorting'))}`);
  await connection.run(UTC);
  const others: DuckDBConnection[] = [];
  return {
    connection,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRows(),
    async another() {
      const other = await instance.connect();
      others.push(other);
      await other.run(UTC);
      return other;
    },
    async close() {
      for (const other of others) other.closeSync();
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
