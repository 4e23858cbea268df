/** The embedded metric store: one DuckDB file, nothing to install. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { MetricStoreError } from '../errors.js';
import type { MetricPoint, MetricQuery, MetricStore } from '../port.js';
import { refuseInvalidPoints, refuseInvalidQuery } from '../validity.js';
import { mergePoints } from './merge-points.js';
import { openFile } from './open-file.js';
import type { OpenFile } from './open-file.js';
import { createLayout, createStaging, createStatements, layoutVersion } from './schema.js';
import { selectPoints } from './select-points.js';

export interface DuckDbMetricStoreOptions {
  /** The file; it and its folder are created. */
  readonly path: string;
  /** What DuckDB may hold in memory before it goes to disk (default `256MB`). */
  readonly memoryLimit?: string;
}

/**
 * Keeps metrics in a DuckDB file that people can open with SQL (`duckdb metrics.duckdb "FROM daily"`)
 * while Leeway is stopped: DuckDB lets one process open a file, even for reading.
 * A write is one transaction in DuckDB's write-ahead log, so a killed process leaves whole writes only.
 * Names are kept as they are, except that halves of surrogate pairs, which no UTF-8 can hold, become U+FFFD.
 */
export function createDuckDbMetricStore(options: DuckDbMetricStoreOptions): MetricStore {
  let open:
    | { readonly file: OpenFile; readonly writer: DuckDBConnection; readonly reader: DuckDBConnection }
    | undefined;
  // Writes share one staging table: each waits for those before it.
  let lastWrite: Promise<void> = Promise.resolve();

  const opened = (): NonNullable<typeof open> => {
    if (open === undefined)
      throw new MetricStoreError('not-open', `${options.path} is not open: call open() first`);
    return open;
  };

  return {
    async open() {
      if (open !== undefined) return;
      // One thread: merges are small, and the cores belong to the stages.
      const file = await openFile(options.path, {
        threads: '1',
        memory_limit: options.memoryLimit ?? '256MB',
      });
      try {
        const writer = await file.instance.connect();
        await prepare(writer, options.path);
        open = { file, writer, reader: await file.instance.connect() };
      } catch (error) {
        file.close();
        throw error;
      }
    },

    async write(points) {
      refuseInvalidPoints(points);
      const { writer } = opened();
      if (points.length === 0) return;
      const write = lastWrite.then(() => merge(writer, points));
      // A failed write is its caller's to handle; the next one starts afresh.
      lastWrite = write.catch(() => undefined);
      await write;
    },

    async query(query: MetricQuery) {
      refuseInvalidQuery(query);
      return selectPoints(opened().reader, query);
    },

    async close() {
      if (open === undefined) return;
      const { file, writer, reader } = open;
      open = undefined;
      await lastWrite;
      reader.closeSync();
      writer.closeSync();
      file.close();
    },
  };

  async function merge(writer: DuckDBConnection, points: readonly MetricPoint[]): Promise<void> {
    try {
      await mergePoints(writer, points);
    } catch (error) {
      if (error instanceof Error && error.message.includes('No space left')) {
        throw new MetricStoreError('storage-full', `no space left on the disk of ${options.path}`, {
          cause: error,
        });
      }
      throw error;
    }
  }
}

/** Refuses a file that a newer Leeway has laid out, then creates what is missing. */
async function prepare(connection: DuckDBConnection, path: string): Promise<void> {
  await connection.run(createLayout);
  const rows = await connection.runAndReadAll('SELECT max(version) FROM leeway_layout');
  const version = Number(rows.getRows()[0]?.[0] ?? layoutVersion);
  if (version > layoutVersion) {
    throw new MetricStoreError(
      'unreadable',
      `${path} has layout ${version}, newer than this Leeway's ${layoutVersion}: upgrade Leeway, or use another data folder`,
    );
  }
  for (const statement of createStatements) await connection.run(statement);
  await connection.run(`INSERT OR IGNORE INTO leeway_layout VALUES (${layoutVersion})`);
  await connection.run(createStaging);
}
