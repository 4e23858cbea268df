/** A table as a sample: its columns are chosen and its rows read as `leeway backtest` does it. */
import { chooseColumns, type Choice, type ChosenColumns } from '../../backtest/choose-columns.js';
import { BacktestError } from '../../backtest/errors.js';
import { columnFacts, type ColumnFacts } from '../../backtest/files/column-facts.js';
import type { Database } from '../../backtest/files/database.js';
import type { HistoryFile } from '../../backtest/files/find-files.js';
import { loadTable, type Table } from '../../backtest/files/load-table.js';
import { modelOf } from '../../backtest/files/model-of.js';
import { readEvents } from '../../backtest/files/read-events.js';
import { timeSql } from '../../backtest/files/time-sql.js';
import type { ColumnWishes } from '../../backtest/mapping.js';
import type { Reading } from '../column-flags.js';
import type { Sample } from './sample.js';

/** Of a row whose table says none. */
const VERSION = '1';

/** @throws BacktestError that names the column and what to say about it */
export async function readTable(
  database: Database,
  files: readonly HistoryFile[],
  wishes: ColumnWishes,
  reading: Reading & { readonly rows: number },
  sample: Sample,
): Promise<void> {
  const table = await loadTable(database, files);
  const facts = await columnFacts(database, table);
  refuseEvents(files, facts);
  const columns = chooseColumns(facts, wishes, reading);
  const model = wishes.model ?? modelOf(files);
  const kept = await newest(database, table, columns, reading);
  const books = await readEvents(database, kept, columns, {
    ...reading,
    model,
    version: VERSION,
    onEvent: (event) => sample.add(event),
  });
  for (const { file, line, why } of table.broken) sample.refuse(`${file}, line ${line}: ${why}`);
  for (const { file, row, why } of books.listed) sample.refuse(`${file}, row ${row}: ${why}`);
  sample.refused += table.brokenCount - table.broken.length + books.bad - books.listed.length;
  const chosen = sample.models.get(model);
  if (!chosen) return;
  chosen.columns = {
    choices: [
      {
        setting: 'model',
        value: model,
        reason: wishes.model === undefined ? 'name of the file; --model says another one' : 'as asked',
      },
      ...columns.choices,
      ...versionOf(columns),
    ],
    task: columns.task,
    timedOutcomes: columns.outcomeTime !== null,
  };
}

function versionOf({ version }: ChosenColumns): Choice[] {
  if (version !== null) return [];
  const reason = 'no column is named like the version of a model; --model-version says which one it is';
  return [{ setting: 'version', value: `${VERSION} in every row`, reason }];
}

/** Of a table that is larger than wanted only the newest rows stay. */
async function newest(
  database: Database,
  table: Table,
  { time }: ChosenColumns,
  { rows, timeFormat }: Reading & { readonly rows: number },
): Promise<Table> {
  if (table.rows <= rows) return table;
  const order = time ? `${timeSql(time, timeFormat)} DESC NULLS LAST, file DESC, row DESC` : 'file, row';
  await database.connection.run(`CREATE TABLE kept AS SELECT * FROM rows ORDER BY ${order} LIMIT ${rows}`);
  await database.connection.run('DROP TABLE rows');
  await database.connection.run('ALTER TABLE kept RENAME TO rows');
  return { ...table, rows };
}

/** Objects that hold their features inside are events that lack something, and no rows. */
function refuseEvents(files: readonly HistoryFile[], facts: readonly ColumnFacts[]): void {
  const features = facts.find(({ name }) => name === 'features');
  if (!files[0]?.format.startsWith('json') || features?.examples[0]?.startsWith('{') !== true) return;
  const missing = ['id', 'model'].filter((key) => !facts.some(({ name }) => name === key));
  throw new BacktestError(
    `${files[0].path} holds events, but most are without ${missing.join(' and ') || 'id or model'}: an event has id, model, time, and features or an outcome`,
  );
}
