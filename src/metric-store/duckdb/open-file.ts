/** Opens the DuckDB file and says clearly why it cannot. */
import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { MetricStoreError } from '../errors.js';

export interface OpenFile {
  readonly instance: DuckDBInstance;
  /** Writes the log into the file and gives up the lock. */
  close(): void;
}

/**
 * Files open in this process. DuckDB's lock is the operating system's, which works between processes only:
 * a second instance of the same file in one process would be let in, and corrupt it.
 */
const openHere = new Set<string>();

/**
 * Opens or creates the file, with its folder. One process at a time may have it open, for reading too.
 * @throws MetricStoreError `locked` (names the other process), `unreadable`, `storage-full`
 */
export async function openFile(path: string, settings: Readonly<Record<string, string>>): Promise<OpenFile> {
  let file: string;
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    file = join(realpathSync(dirname(resolve(path))), basename(path));
  } catch (error) {
    throw new MetricStoreError(
      'unreadable',
      `the folder of the metrics file ${path} cannot be made: ${reasonOf(error)}; choose another data folder`,
      { cause: error },
    );
  }
  if (openHere.has(file)) {
    throw new MetricStoreError('locked', `${path} is already open in this process; close that store first`);
  }
  openHere.add(file);
  try {
    const instance = await DuckDBInstance.create(file, { ...settings });
    return {
      instance,
      close: () => {
        instance.closeSync();
        openHere.delete(file);
      },
    };
  } catch (error) {
    openHere.delete(file);
    throw explain(path, error);
  }
}

function explain(path: string, error: unknown): MetricStoreError {
  const reason = reasonOf(error);
  const holder = /lock is held in (.+?)\. See/s.exec(reason)?.[1];
  if (holder !== undefined || reason.includes('Could not set lock')) {
    return new MetricStoreError(
      'locked',
      `${path} is in use by ${holder ?? 'another process'}; DuckDB lets one process open a file: stop that process, ` +
        'or give this one another data folder',
      { cause: error },
    );
  }
  if (reason.includes('No space left')) {
    return new MetricStoreError('storage-full', `no space left on the disk of ${path}`, { cause: error });
  }
  return new MetricStoreError(
    'unreadable',
    `${path} cannot be opened as a DuckDB file: ${reason}; move it away, and Leeway makes a new one`,
    { cause: error },
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}
