import { tmpdir } from 'node:os';
import pino from 'pino';
import { chooseColumns } from '../backtest/choose-columns.js';
import { columnFacts } from '../backtest/files/column-facts.js';
import { openDatabase, type Database } from '../backtest/files/database.js';
import { areEventLines, loadEventLines, readEventLines } from '../backtest/files/event-lines.js';
import { findFiles, type HistoryFile } from '../backtest/files/find-files.js';
import { loadTable } from '../backtest/files/load-table.js';
import { readEvents } from '../backtest/files/read-events.js';
import type { Config } from '../config/schema.js';
import { parsePrediction } from '../events/parse.js';
import { jointDrift } from '../explain/joint-drift.js';
import { jointWords } from '../explain/joint-words.js';
import { RowSample, type InputRow } from '../explain/row-sample.js';
import { openLog } from './adapters.js';
import { momentFlag } from './moment-flag.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface ExplainFlags extends ConfigFlags {
  readonly file?: string[];
  readonly since: string;
  readonly until?: string;
  readonly reference: string;
  readonly json?: boolean;
}

/** Hands over every prediction of the model that is there; it can be asked again. */
type Source = (take: (row: InputRow) => void) => Promise<void>;

const MOST_RECENT = 4_000;
const MOST_REFERENCE = 12_000;

/** `leeway explain MODEL`: whether recent rows can be told from those before, by all features together, and by which. */
export async function explainCommand(model: string, flags: ExplainFlags): Promise<number> {
  const analysis =
    flags.file === undefined
      ? await withLog(readConfig(flags), (source) => explain(source(model), flags))
      : await withFiles(flags.file, (source) => explain(source(model), flags));
  const { from, to, referenceFrom, drift, seen } = analysis;
  const iso = (time: number) => new Date(time).toISOString();
  if (flags.json === true) {
    const ranges = { recent: [iso(from), iso(to)], reference: [iso(referenceFrom), iso(from)] };
    process.stdout.write(`${JSON.stringify({ model, ...ranges, seen, ...drift })}\n`);
  } else {
    process.stdout.write(
      `${model}: ${iso(from)} to ${iso(to)} (${seen.recent} rows) against ${iso(referenceFrom)} to ${iso(from)} (${seen.reference} rows)\n${jointWords(drift)}\n`,
    );
  }
  return 0;
}

async function explain(source: Source, flags: ExplainFlags) {
  const to =
    flags.until === undefined ? (await newest(source)) + 1 : momentFlag('--until', flags.until, Date.now());
  // So long before the end, and before that: of a history, "now" is where it ends.
  const from = momentFlag('--since', flags.since, to);
  const referenceFrom = momentFlag('--reference', flags.reference, from);
  if (!(referenceFrom < from && from < to))
    throw new Error(
      `--reference, --since and --until must follow each other, got ${[referenceFrom, from, to].map((time) => new Date(time).toISOString()).join(', ')}`,
    );
  const recent = new RowSample(MOST_RECENT);
  const reference = new RowSample(MOST_REFERENCE);
  await source((row) => {
    if (row.time >= from && row.time < to) recent.add(row);
    else if (row.time >= referenceFrom && row.time < from) reference.add(row);
  });
  const drift = jointDrift({ reference: reference.rows(), recent: recent.rows(), referenceFrom, from, to });
  return { from, to, referenceFrom, drift, seen: { recent: recent.seen, reference: reference.seen } };
}

async function newest(source: Source): Promise<number> {
  let time = -Infinity;
  await source((row) => (time = Math.max(time, row.time)));
  if (time === -Infinity) throw new Error('there is no prediction of that model');
  return time;
}

async function withLog<T>(
  config: Config,
  work: (source: (model: string) => Source) => Promise<T>,
): Promise<T> {
  const log = await openLog(config, pino({ level: 'silent' }));
  try {
    return await work((model) => async (take) => {
      for (let partition = 0; partition < config.partitions; partition++) {
        const { first, next } = await log.range('predictions', partition);
        await log.read('predictions', partition, first, next, (records) => {
          for (const { value } of records) if (value) takeText(value.toString('utf8'), model, take);
        });
      }
    });
  } finally {
    await log.close();
  }
}

/** Of events, those of the model; of a table, all rows. */
async function withFiles<T>(
  named: readonly string[],
  work: (source: (model: string) => Source) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(tmpdir());
  try {
    const files = await findFiles(database, named);
    const [first] = files;
    const read =
      first && (await areEventLines(database, first))
        ? await eventsOf(database, files)
        : await tableOf(database, files);
    return await work(read);
  } finally {
    await database.close();
  }
}

async function eventsOf(
  database: Database,
  files: readonly HistoryFile[],
): Promise<(model: string) => Source> {
  await loadEventLines(database, files);
  return (model) => (take) =>
    readEventLines(database, ({ side, bytes }) => {
      if (side === 'predictions') takeText(bytes.toString('utf8'), model, take);
    });
}

async function tableOf(
  database: Database,
  files: readonly HistoryFile[],
): Promise<(model: string) => Source> {
  const table = await loadTable(database, files);
  const columns = chooseColumns(await columnFacts(database, table), {});
  return (model) => async (take) => {
    await readEvents(database, table, columns, {
      model,
      version: '1',
      begin: 0,
      badShare: 0.01,
      onEvent: (event) => {
        if (event.kind === 'prediction') take(event);
      },
    });
  };
}

function takeText(text: string, model: string, take: (row: InputRow) => void): void {
  const parsed = parsePrediction(text);
  if (!parsed.ok || parsed.event.kind !== 'prediction' || parsed.event.model !== model) return;
  const { id, time, features } = parsed.event;
  take({ id, time, features });
}
