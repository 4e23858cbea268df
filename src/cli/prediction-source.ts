/** The predictions of a model, from the log or from files: what analyses on demand read. */
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
import type { Prediction } from '../events/event.js';
import { parsePrediction } from '../events/parse.js';
import { openLogReader } from './adapters.js';

/** Hands over every prediction of the model that is there; it can be asked again. */
export type PredictionSource = (take: (prediction: Prediction) => void) => Promise<void>;

export async function withLog<T>(
  config: Config,
  work: (source: (model: string) => PredictionSource) => Promise<T>,
): Promise<T> {
  const log = await openLogReader(config, pino({ level: 'silent' }));
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
export async function withFiles<T>(
  named: readonly string[],
  work: (source: (model: string) => PredictionSource) => Promise<T>,
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
): Promise<(model: string) => PredictionSource> {
  await loadEventLines(database, files);
  return (model) => (take) =>
    readEventLines(database, ({ side, bytes }) => {
      if (side === 'predictions') takeText(bytes.toString('utf8'), model, take);
    });
}

async function tableOf(
  database: Database,
  files: readonly HistoryFile[],
): Promise<(model: string) => PredictionSource> {
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

function takeText(text: string, model: string, take: (prediction: Prediction) => void): void {
  const parsed = parsePrediction(text);
  if (!parsed.ok || parsed.event.kind !== 'prediction' || parsed.event.model !== model) return;
  take(parsed.event);
}
