import { existsSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { closestName } from '../../config/closest-name.js';
import { BacktestError } from '../errors.js';
import type { Database } from './database.js';
import { sqlText } from './sql-text.js';

export type Format = 'csv' | 'parquet' | 'json-lines' | 'json-array';

export interface HistoryFile {
  readonly path: string;
  readonly format: Format;
}

/**
 * The files that were named, patterns such as `data/*.parquet` among them, in the order given (those of a pattern by name).
 * @throws BacktestError for one that is not there, is empty, or is of no format that is read
 */
export async function findFiles(database: Database, named: readonly string[]): Promise<HistoryFile[]> {
  const files: HistoryFile[] = [];
  for (const name of named) {
    for (const path of existsSync(name) ? [name] : await matching(database, name)) {
      if (files.some((file) => file.path === path)) continue;
      files.push({ path, format: await formatOf(path) });
    }
  }
  return files;
}

async function matching(database: Database, pattern: string): Promise<string[]> {
  if (!/[*?[\]]/.test(pattern)) throw new BacktestError(`there is no file ${pattern}${nearest(pattern)}`);
  const found = await database.rows(`SELECT file FROM glob(${sqlText(pattern)}) ORDER BY file`);
  if (found.length === 0) throw new BacktestError(`no file matches ${pattern}`);
  return found.map(([path]) => String(path));
}

function nearest(path: string): string {
  const folder = dirname(path);
  const near = existsSync(folder) ? closestName(basename(path), readdirSync(folder)) : undefined;
  return near === undefined ? '' : `; did you mean ${near}?`;
}

const FORMATS: readonly (readonly [RegExp, Format | 'json'])[] = [
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.(csv|tsv|txt)(\.gz|\.zst)?$/i, 'csv'],
  [/\.(ndjson|jsonl|json)(\.gz|\.zst)?$/i, 'json'],
];

async function formatOf(path: string): Promise<Format> {
  const stats = statSync(path);
  if (stats.isDirectory())
    throw new BacktestError(`${path} is a folder: name its files, such as ${path.replace(/\/$/, '')}/*.csv`);
  if (stats.size === 0) throw new BacktestError(`${path} is empty`);
  const format = FORMATS.find(([pattern]) => pattern.test(path))?.[1];
  if (format === undefined)
    throw new BacktestError(
      `${path}: what is it? Files end in .csv, .tsv, .parquet, .ndjson, .jsonl or .json (.gz too, but not Parquet)`,
    );
  if (format !== 'json') return format;
  return (await firstCharacter(path)) === '[' ? 'json-array' : 'json-lines';
}

async function firstCharacter(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.toString('utf8', 0, bytesRead).trimStart().charAt(0);
  } finally {
    await file.close();
  }
}
