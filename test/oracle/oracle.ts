/**
 * A batch program that says what the profiler must have found, told from the records as a whole: what is valid (`1-events`),
 * what counts (`2-verdict`), who belongs to whom and which values lie in which pane (`3-panes`) in SQL; sums and histograms
 * of those values here, exactly. It knows nothing of batches, restarts, state or eviction, and shares no code with the product.
 */
import { readFileSync } from 'node:fs';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { OutcomePaneJson } from '../../src/aggregates/outcome-pane.js';
import type { PredictionPaneJson } from '../../src/aggregates/prediction-pane.js';
import type { Books } from '../../src/records/books.js';
import { outcomePane, predictionPane, type JoinedValue, type PaneValues } from './pane-values.js';
import type { Rules, SourceRecord } from './source.js';

/** What the records come to. Keys are JSON of what they name, so that a difference reads as one. */
export interface Truth {
  /** `[side, model, version, segment, pane start]`. */
  readonly panes: Record<string, PredictionPaneJson | OutcomePaneJson>;
  /** By the same keys: offsets by partition, first and one past the last. */
  readonly covers: Record<string, Record<string, [number, number]>>;
  /** By model. */
  readonly books: Record<string, Books>;
  /** `topic/partition/offset` -> reason. */
  readonly deadLetters: Record<string, string>;
  /** `[model, partition, topic]` -> nothing earlier is still expected. */
  readonly marks: Record<string, number>;
  /** By model: the clearest task that its predictions have shown. */
  readonly tasks: Record<string, string>;
}

/**
 * For streams that have not ended: rows that are still waiting for their other half are not yet told from those that were
 * given up.
 */
export function withoutUnmatched(truth: Truth): Truth {
  const settled = ({ predictions, outcomes, deadLetters }: Books): Books => ({
    predictions: { ...predictions, unmatched: 0 },
    outcomes: { ...outcomes, unmatched: 0 },
    deadLetters,
  });
  return {
    ...truth,
    books: Object.fromEntries(Object.entries(truth.books).map(([model, books]) => [model, settled(books)])),
  };
}

const sql = (name: string) => readFileSync(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');
const scripts = {
  events: sql('1-events'),
  verdict: sql('2-verdict'),
  panes: sql('3-panes'),
};

export type Row = Record<string, unknown>;
export type Query = (sql: string) => Promise<Row[]>;

export function askOracle(records: readonly SourceRecord[], rules: Rules): Promise<Truth> {
  return consult(records, rules, tell);
}

/** Runs the three scripts over the records, then asks of the tables that they have made. */
export async function consult<Answer>(
  records: readonly SourceRecord[],
  rules: Rules,
  ask: (query: Query) => Promise<Answer>,
): Promise<Answer> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const db = await instance.connect();
    await load(db, records, rules);
    await db.run(scripts.events);
    const decide = await db.prepare(scripts.verdict);
    for (const offset of new Set(records.map(({ offset }) => offset).sort((a, b) => a - b))) {
      decide.bindInteger(1, offset);
      await decide.run();
    }
    await db.run(scripts.panes);
    return await ask(async (query) => (await db.runAndReadAll(query)).getRowObjectsJS());
  } finally {
    instance.closeSync();
  }
}

async function load(db: DuckDBConnection, records: readonly SourceRecord[], rules: Rules): Promise<void> {
  await db.run(`
    CREATE TABLE settings AS SELECT ${rules.pane}::BIGINT AS pane, ${rules.grace}::BIGINT AS grace,
      ${rules.horizon}::BIGINT AS horizon, ${rules.futureTolerance}::BIGINT AS tolerance, ${rules.patience}::BIGINT AS patience,
      -- Records later than this are counted, but not joined.
      least(${rules.horizon}, 86400000)::BIGINT AS lateness, ${rules.recordLimit} AS record_limit;
    CREATE TABLE fixed_task (model VARCHAR, task VARCHAR);
    CREATE TABLE source (topic VARCHAR, part INTEGER, off INTEGER, appended BIGINT, bytes INTEGER, is_json BOOLEAN, body VARCHAR)`);
  const tasks = await db.createAppender('fixed_task');
  for (const [model, task] of Object.entries(rules.fixedTasks)) {
    tasks.appendVarchar(model);
    tasks.appendVarchar(task);
    tasks.endRow();
  }
  tasks.closeSync();
  const source = await db.createAppender('source');
  for (const { topic, partition, offset, appendedAt, value } of records) {
    const text = value.toString('utf8');
    source.appendVarchar(topic);
    source.appendInteger(partition);
    source.appendInteger(offset);
    source.appendBigInt(BigInt(appendedAt));
    source.appendInteger(value.length);
    source.appendBoolean(isJson(text));
    source.appendVarchar(text);
    source.endRow();
  }
  source.closeSync();
}

/** Asked here: DuckDB's own reader takes NaN and trailing commas for JSON. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const PANE = 'model, version, segment, start';

async function tell(query: Query): Promise<Truth> {
  const panes = new Map<string, PaneValues>();
  const covers: Truth['covers'] = {};
  const paneOf = (row: Row): PaneValues => {
    const { side, model, version, segment, start } = row as Record<string, string>;
    const key = JSON.stringify([side, model, version, segment, Number(start)]);
    let pane = panes.get(key);
    if (!pane) panes.set(key, (pane = { counts: {}, numbers: {}, words: {}, rows: [], joined: new Map() }));
    return pane;
  };
  for (const row of [
    ...(await query(
      `SELECT 'prediction' AS side, ${PANE}, 'n' AS measure, count(*) AS n FROM prediction_row GROUP BY ALL`,
    )),
    ...(await query(
      `SELECT 'outcome' AS side, ${PANE}, fit AS measure, count(*) AS n FROM outcome_row GROUP BY ALL`,
    )),
    ...(await query(
      `SELECT 'outcome' AS side, ${PANE}, 'scored' AS measure, count(*) AS n FROM scored_row GROUP BY ALL`,
    )),
  ])
    paneOf(row).counts[row['measure'] as string] = Number(row['n']);
  for (const row of await query(`SELECT side, ${PANE}, measure, list(x) AS xs FROM number GROUP BY ALL`))
    paneOf(row).numbers[row['measure'] as string] = row['xs'] as number[];
  for (const row of await query(`SELECT side, ${PANE}, measure, list(text) AS texts FROM word GROUP BY ALL`))
    paneOf(row).words[row['measure'] as string] = row['texts'] as (string | null)[];
  for (const row of await query(`SELECT 'outcome' AS side, * FROM joined_row`)) {
    const { error, hit, p, places } = row as unknown as JoinedValue;
    paneOf(row).rows.push({ x: null, text: null, error, hit, p, places });
  }
  for (const row of await query(`SELECT 'outcome' AS side, * FROM joined_value`)) {
    const { joined } = paneOf(row);
    const { x, text, error, hit, p, places } = row as unknown as JoinedValue;
    const name = row['name'] as string;
    joined.set(name, [...(joined.get(name) ?? []), { x, text, error, hit, p, places }]);
  }
  for (const row of await query(
    ['prediction', 'outcome']
      .map(
        (side) =>
          `SELECT '${side}' AS side, ${PANE}, part, min(off) AS first, max(off) + 1 AS next FROM ${side}_row GROUP BY ALL`,
      )
      .join(' UNION ALL '),
  )) {
    const key = JSON.stringify([
      row['side'],
      row['model'],
      row['version'],
      row['segment'],
      Number(row['start']),
    ]);
    (covers[key] ??= {})[String(row['part'])] = [Number(row['first']), Number(row['next'])];
  }

  return {
    panes: Object.fromEntries(
      [...panes].map(([key, values]) => [
        key,
        key.startsWith('["prediction"')
          ? predictionPane(values)
          : outcomePane(values, (JSON.parse(key) as string[])[3] === ''),
      ]),
    ),
    covers,
    books: await booksOf(query),
    deadLetters: Object.fromEntries(
      (
        await query(`SELECT topic || '/' || part || '/' || off AS coordinates, verdict FROM verdict
          WHERE verdict NOT IN ('accepted', 'too-late', 'duplicate', 'end')`)
      ).map(({ coordinates, verdict }) => [coordinates, verdict]),
    ) as Truth['deadLetters'],
    marks: Object.fromEntries(
      (
        await query(`SELECT model, part, topic, max(CASE WHEN is_end THEN 8.64e15 ELSE moment - grace END)::DOUBLE AS mark
          FROM verdict, settings WHERE verdict IN ('accepted', 'too-late', 'end') GROUP BY ALL`)
      ).map(({ model, part, topic, mark }) => [JSON.stringify([model, part, topic]), mark]),
    ) as Truth['marks'],
    tasks: Object.fromEntries(
      (
        await query(`SELECT model, arg_max(task, list_position(['ranking', 'regression', 'multiclass', 'binary'], task)) AS task
          FROM prediction_row WHERE task <> 'failed' GROUP BY model`)
      ).map(({ model, task }) => [model, task]),
    ) as Truth['tasks'],
  };
}

async function booksOf(query: Query): Promise<Record<string, Books>> {
  const rows = await query(`
    WITH joined AS (
      SELECT DISTINCT 'predictions' AS topic, part, prediction_off AS off FROM pair
      UNION ALL SELECT DISTINCT 'outcomes', part, outcome_off FROM pair)
    SELECT model, topic, verdict, late, joined.off IS NOT NULL AS joined, count(*) AS n
    FROM verdict LEFT JOIN joined USING (topic, part, off)
    WHERE verdict <> 'end' GROUP BY ALL`);
  const books: Record<string, Books> = {};
  const side = () => ({
    read: 0,
    accepted: 0,
    duplicates: 0,
    deadLetters: 0,
    joined: 0,
    unmatched: 0,
    late: 0,
    sampledOut: 0,
    leftOut: 0,
  });
  for (const row of rows) {
    const own = (books[row['model'] as string] ??= {
      predictions: side(),
      outcomes: side(),
      deadLetters: {},
    });
    const count = own[row['topic'] as 'predictions' | 'outcomes'];
    const verdict = row['verdict'] as string;
    const n = Number(row['n']);
    count.read += n;
    if (verdict === 'duplicate') count.duplicates += n;
    else if (verdict === 'accepted' || verdict === 'too-late') {
      count.accepted += n;
      if (row['joined']) count.joined += n;
      else count.unmatched += n;
      if (row['late']) count.late += n;
    } else {
      count.deadLetters += n;
      own.deadLetters[verdict] = (own.deadLetters[verdict] ?? 0) + n;
    }
  }
  return books;
}
