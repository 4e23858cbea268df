/** A file as a sample: events of Leeway, a line each, or a table. */
import { createReadStream, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { openDatabase } from '../../backtest/files/database.js';
import { areEventLines, loadEventLines, readEventLines } from '../../backtest/files/event-lines.js';
import { findFiles } from '../../backtest/files/find-files.js';
import type { ColumnWishes } from '../../backtest/mapping.js';
import type { Reading } from '../column-flags.js';
import { isEventLine, readLines } from './read-lines.js';
import { readTable } from './read-table.js';
import type { Sample } from './sample.js';

/** What was asked of a table; events name everything by themselves. */
export interface Asked {
  readonly wishes: ColumnWishes;
  readonly reading: Reading;
  readonly rows: number;
}

/** @throws Error, BacktestError: what is wrong with the file, and what to do */
export async function readFile(
  path: string,
  { wishes, reading, rows }: Asked,
  sample: Sample,
): Promise<void> {
  if (await areLinesOfEvents(path)) {
    refuseWishes(path, wishes);
    return readLines(path, rows, sample);
  }
  const database = await openDatabase(tmpdir());
  try {
    const files = await findFiles(database, [path]);
    const [first] = files;
    if (!first || !(await areEventLines(database, first)))
      return await readTable(database, files, wishes, { ...reading, rows }, sample);
    // Compressed, or an array: in which order they came is not known any more.
    refuseWishes(path, wishes);
    await loadEventLines(database, files);
    let taken = 0;
    await readEventLines(database, ({ side, bytes }) => {
      if (taken++ < rows) sample.take(side, bytes.toString('utf8'), path);
    });
  } finally {
    await database.close();
  }
}

/** As plain text, in the order in which they came, which says how late records are. */
async function areLinesOfEvents(path: string): Promise<boolean> {
  if (/\.(gz|zst|parquet|pq|csv|tsv)$/i.test(path)) return false;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
  return isEventLine(await firstLine(path));
}

async function firstLine(path: string): Promise<string> {
  const input = createReadStream(path, { encoding: 'utf8', end: LONGEST_FIRST_LINE });
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity }))
      if (line.trim() !== '') return line;
    return '';
  } finally {
    input.destroy();
  }
}

/** Bytes: what is longer is no event. */
const LONGEST_FIRST_LINE = 1_048_576;

function refuseWishes(source: string, wishes: ColumnWishes): void {
  const [asked] = Object.keys(wishes);
  if (asked === undefined) return;
  throw new Error(
    `${source} holds events, which say by themselves what is what: ${asked} can be said of the columns of a table only`,
  );
}
