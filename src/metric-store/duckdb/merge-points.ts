/** Merges points into the `metrics` table: a rewrite replaces. */
import { DOUBLE, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { identityColumns, lastOfEachIdentity } from '../identity.js';
import type { MetricPoint } from '../port.js';
import { mergeStaged } from './schema.js';

/** DuckDB's own vector size: the most rows that one chunk holds, and about 4 ms of work between two turns. */
const chunkRows = 2_048;
const columnTypes = [...identityColumns.map(() => VARCHAR), DOUBLE, DOUBLE];

/**
 * One transaction: all the points or none. The connection must hold the staging table, and no other transaction.
 * Appending to a temporary table and merging it costs 7 us a point; the event loop is given a turn after every chunk,
 * and the merge itself runs on DuckDB's threads.
 */
export async function mergePoints(
  connection: DuckDBConnection,
  points: readonly MetricPoint[],
): Promise<void> {
  // A merge may not touch a row twice.
  const rows = lastOfEachIdentity(points);
  await connection.run('BEGIN TRANSACTION');
  try {
    await stage(connection, rows);
    await connection.run(mergeStaged);
    await connection.run('DELETE FROM staged');
    await connection.run('COMMIT');
  } catch (error) {
    await rollBack(connection, error);
    throw error;
  }
}

async function rollBack(connection: DuckDBConnection, reason: unknown): Promise<void> {
  try {
    await connection.run('ROLLBACK');
  } catch (cause) {
    // The reason stays readable in the message; the cause is what left the transaction open.
    throw new Error(`neither merged nor rolled back: ${String(reason)}`, { cause });
  }
}

async function stage(connection: DuckDBConnection, rows: readonly MetricPoint[]): Promise<void> {
  const appender = await connection.createAppender('staged', 'main', 'temp');
  try {
    for (let start = 0; start < rows.length; start += chunkRows) {
      appender.appendDataChunk(chunkOf(rows.slice(start, start + chunkRows)));
      await nextTurn();
    }
  } finally {
    appender.closeSync();
  }
}

function chunkOf(rows: readonly MetricPoint[]): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(columnTypes);
  chunk.setColumns([
    ...identityColumns.map((column) => rows.map((row) => row[column])),
    rows.map((row) => row.time),
    rows.map((row) => row.value),
  ]);
  return chunk;
}
