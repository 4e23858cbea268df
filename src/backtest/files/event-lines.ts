/** Files of Leeway's own events, a line each, as `leeway simulate --out` writes them and applications publish them. */
import { BacktestError } from '../errors.js';
import type { Database } from './database.js';
import type { HistoryFile } from './find-files.js';
import { loadLines } from './load-table.js';

export interface EventLine {
  readonly side: 'predictions' | 'outcomes';
  readonly bytes: Buffer;
  /** Epoch ms; 0 for what has none that can be read: it will be refused with its reason. */
  readonly time: number;
  readonly model: string | null;
}

export interface EventSpan {
  readonly predictions: number;
  readonly outcomes: number;
  readonly from: number;
  readonly to: number;
  /** From a prediction to the first outcome of its model and id, ms; null: no outcome has a prediction. */
  readonly longestDelay: number | null;
}

/** Whether the first lines are events: they have a model and an id, and features or an outcome. */
export async function areEventLines(database: Database, file: HistoryFile): Promise<boolean> {
  if (!file.format.startsWith('json')) return false;
  await loadLines(database, file, 'probe');
  const found = await database.rows(`
    SELECT count(*) FILTER (${HAS('model')} AND ${HAS('id')} AND (${HAS('features')} OR ${HAS('outcome')}))::DOUBLE,
           count(*)::DOUBLE
    FROM (SELECT ${EVENT} AS event FROM probe ORDER BY row LIMIT 1000)`);
  await database.connection.run('DROP TABLE probe');
  const [events, lines] = (found[0] ?? []).map(Number);
  return (events ?? 0) > 0.5 * (lines ?? 0);
}

/** An event stands in a line by itself, or beside the topic that it belongs to. NULL for what is no object. */
const EVENT = `coalesce((json -> '$.event')::VARCHAR, json)`;
const HAS = (key: string) => `coalesce(json_exists(event, '$.${key}'), false)`;

/** Loads the lines of all files; the span is by event time, without what cannot be read. */
export async function loadEventLines(database: Database, files: readonly HistoryFile[]): Promise<EventSpan> {
  await database.connection.run(
    'CREATE TABLE events (file INTEGER, row BIGINT, outcome BOOLEAN, time DOUBLE, model VARCHAR, id VARCHAR, event VARCHAR)',
  );
  for (const [index, file] of files.entries()) {
    if (!(await areEventLines(database, file)))
      throw new BacktestError(
        `${file.path} holds no events as ${files[0]?.path ?? ''} does: give one kind at a time`,
      );
    await loadLines(database, file, 'lines');
    await database.connection.run(`
      INSERT INTO events
      SELECT ${index}, row,
             coalesce(topic = 'outcomes', ${HAS('outcome')} AND NOT ${HAS('features')}),
             CASE WHEN json_type(event, '$.time') IN ('BIGINT', 'UBIGINT', 'DOUBLE') THEN floor(TRY_CAST(event ->> '$.time' AS DOUBLE))
                  ELSE epoch_ms(TRY_CAST(event ->> '$.time' AS TIMESTAMPTZ)) END,
             event ->> '$.model', event ->> '$.id',
             coalesce(event, line)
      FROM (SELECT row, line, ${EVENT} AS event, json ->> '$.topic' AS topic FROM lines)
      WHERE (event ->> '$.kind') IS DISTINCT FROM 'end'`);
    await database.connection.run('DROP TABLE lines');
  }
  const [span] = await database.rows(
    'SELECT count(*) FILTER (NOT outcome)::DOUBLE, count(*) FILTER (outcome)::DOUBLE, min(time), max(time) FROM events',
  );
  const [predictions, outcomes, from, to] = (span ?? []).map(Number);
  return {
    predictions: predictions ?? 0,
    outcomes: outcomes ?? 0,
    from: from ?? 0,
    to: to ?? 0,
    longestDelay: await longestDelay(database),
  };
}

/** As the join sees it: of a prediction or an outcome that comes twice, the first counts. */
async function longestDelay(database: Database): Promise<number | null> {
  const [row] = await database.rows(`
    SELECT max(happened - predicted)::DOUBLE
    FROM (SELECT min(time) FILTER (NOT outcome) AS predicted, min(time) FILTER (outcome) AS happened
          FROM events WHERE model IS NOT NULL AND id IS NOT NULL GROUP BY model, id)`);
  const [longest] = row ?? [];
  return typeof longest === 'number' ? Math.max(0, longest) : null;
}

/** The lines in the order of their time; those without one first. */
export async function readEventLines(database: Database, onLine: (line: EventLine) => void): Promise<void> {
  const result = await database.connection.stream(
    'SELECT outcome, coalesce(time, 0), model, event FROM events ORDER BY time NULLS FIRST, file, row',
  );
  for await (const chunk of result) {
    const [outcome, time, model, event] = [0, 1, 2, 3].map((i) => chunk.getColumnVector(i));
    for (let row = 0; row < chunk.rowCount; row++) {
      const name = model?.getItem(row);
      onLine({
        side: outcome?.getItem(row) === true ? 'outcomes' : 'predictions',
        time: Number(time?.getItem(row)),
        model: typeof name === 'string' ? name : null,
        bytes: Buffer.from(String(event?.getItem(row))),
      });
    }
  }
}
