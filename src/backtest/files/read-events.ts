/** The rows of a table as the predictions and outcomes that they tell of, in the order of time. */
import type { DuckDBDataChunk, DuckDBValue, DuckDBVector } from '@duckdb/node-api';
import type { SingleAnswer, FeatureValue, Outcome, Prediction } from '../../events/event.js';
import type { ChosenColumns } from '../choose-columns.js';
import { BacktestError } from '../errors.js';
import type { ColumnFacts } from './column-facts.js';
import type { Database } from './database.js';
import { MOST_LISTED, type Table } from './load-table.js';
import { timeSql } from './time-sql.js';

export interface BadRow {
  readonly file: string;
  /** From 1, without the header; null: it was an event of its own. */
  readonly row: number | null;
  readonly why: string;
}

export interface RowBooks {
  rows: number;
  predictions: number;
  outcomes: number;
  withoutOutcome: number;
  bad: number;
  /** The first ones, in the order of time. */
  readonly listed: BadRow[];
}

export interface ReadOptions {
  readonly model: string;
  /** What a row without a version column is of. */
  readonly version: string;
  readonly rowsPerDay?: number;
  /** DuckDB's way to write a format, such as `%d/%m/%Y %H:%M`. */
  readonly timeFormat?: string;
  /** The first row without a time of its own stands here, epoch ms. */
  readonly begin: number;
  /** More bad rows than this share of all stop the reading. */
  readonly badShare: number;
  readonly onEvent: (event: Prediction | Outcome) => void;
  readonly onProgress?: (rows: number, of: number) => void;
}

const DAY = 86_400_000;
const PROGRESS_ROWS = 20_000;

/** @throws BacktestError when too many rows are bad: it lists the first of them */
export async function readEvents(
  database: Database,
  table: Table,
  columns: ChosenColumns,
  options: ReadOptions,
): Promise<RowBooks> {
  const plan = planOf(columns, options);
  const books: RowBooks = { rows: 0, predictions: 0, outcomes: 0, withoutOutcome: 0, bad: 0, listed: [] };
  const reading = new Reading(table, columns, options, plan, books);
  const late = columns.outcomeTime && columns.outcome ? new Later(await outcomesLater(database, plan)) : null;
  const result = await database.connection.stream(plan.predictions);
  for await (const chunk of result) {
    for (const prediction of reading.predictionsOf(chunk)) {
      if (late) await late.until(prediction.event.time, reading);
      options.onEvent(prediction.event);
      if (prediction.outcome) options.onEvent(prediction.outcome);
    }
  }
  await late?.until(Infinity, reading);
  return books;
}

interface Plan {
  readonly predictions: string;
  readonly outcomes: string | null;
  /** Places of the columns of `predictions`. */
  readonly at: ReadonlyMap<string, number>;
}

function planOf(columns: ChosenColumns, options: ReadOptions): Plan {
  const select: string[] = [];
  const at = new Map<string, number>();
  const add = (name: string, sql: string) => {
    at.set(name, select.length);
    select.push(sql);
  };
  const text = ({ sql }: ColumnFacts) => `${sql}::VARCHAR`;
  add('file', 'file::DOUBLE');
  add('row', 'row::DOUBLE');
  const place = '(row_number() OVER () - 1)';
  const time = columns.time
    ? timeSql(columns.time, options.timeFormat)
    : `${options.begin} + floor(${place} * ${DAY / (options.rowsPerDay ?? 1)})`;
  add('time', `(${time})::DOUBLE`);
  for (const name of ['id', 'version', 'prediction', 'outcome'] as const) {
    const column = columns[name];
    if (column) add(name, text(column));
  }
  for (const name of ['score', 'latency'] as const) {
    const column = columns[name];
    if (column) add(name, number(column));
    if (column && name === 'score') add('score text', text(column));
  }
  for (const [label, column] of columns.probabilities) add(`p ${label}`, number(column));
  columns.segments.forEach((column, i) => add(`s ${i}`, text(column)));
  columns.features.forEach(({ column, as }, i) => {
    if (as === 'number') {
      add(`f ${i}`, number(column));
      if (column.type === 'text') add(`w ${i}`, `CASE WHEN ${number(column)} IS NULL THEN ${column.sql} END`);
    } else add(`f ${i}`, text(column));
  });
  const inner = `SELECT ${select.map((sql, i) => `${sql} AS k${i}`).join(', ')} FROM rows`;
  const order = columns.time ? ` ORDER BY k${at.get('time')} NULLS FIRST, k0, k1` : '';
  return {
    predictions: `${inner}${order}`,
    outcomes:
      columns.outcomeTime && columns.outcome
        ? `SELECT file::DOUBLE, row::DOUBLE, (${timeSql(columns.outcomeTime, options.timeFormat)})::DOUBLE AS t, ${text(columns.outcome)}${columns.id ? `, ${text(columns.id)}` : ''} FROM rows WHERE ${columns.outcome.sql} IS NOT NULL ORDER BY t NULLS FIRST, 1, 2`
        : null,
    at,
  };
}

const number = ({ sql, type }: ColumnFacts): string =>
  type === 'boolean' ? `${sql}::INTEGER::DOUBLE` : `TRY_CAST(${sql} AS DOUBLE)`;

interface ReadPrediction {
  readonly event: Prediction;
  /** Known with the prediction, where outcomes have no time of their own. */
  readonly outcome: Outcome | null;
}

/** Where a feature stands: as it is wanted, and as a text where that is not a number. */
interface FeaturePlace {
  readonly name: string;
  readonly value: number;
  readonly word: number;
}

class Reading {
  readonly #table: Table;
  readonly #columns: ChosenColumns;
  readonly #options: ReadOptions;
  readonly #plan: Plan;
  readonly #books: RowBooks;
  readonly #features: readonly FeaturePlace[];
  readonly #segments: readonly { readonly name: string; readonly at: number }[];

  constructor(table: Table, columns: ChosenColumns, options: ReadOptions, plan: Plan, books: RowBooks) {
    this.#table = table;
    this.#columns = columns;
    this.#options = options;
    this.#plan = plan;
    this.#books = books;
    const at = (name: string) => plan.at.get(name) ?? -1;
    this.#features = columns.features.map(({ column }, i) => ({
      name: column.name,
      value: at(`f ${i}`),
      word: at(`w ${i}`),
    }));
    this.#segments = columns.segments.map(({ name }, i) => ({ name, at: at(`s ${i}`) }));
  }

  *predictionsOf(chunk: DuckDBDataChunk): Generator<ReadPrediction> {
    const { at } = this.#plan;
    const vectors = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnVector(i));
    for (let row = 0; row < chunk.rowCount; row++) {
      const get = (name: string): DuckDBValue => {
        const place = at.get(name);
        return place === undefined ? null : (vectors[place]?.getItem(row) ?? null);
      };
      const read = this.#prediction(get, vectors, row);
      this.#books.rows++;
      if (this.#books.rows % PROGRESS_ROWS === 0)
        this.#options.onProgress?.(this.#books.rows, this.#table.rows);
      if (typeof read === 'string') this.bad(Number(get('file')), Number(get('row')), read);
      else yield read;
    }
  }

  bad(file: number, row: number, why: string): void {
    const { listed } = this.#books;
    this.#books.bad++;
    if (listed.length < MOST_LISTED) listed.push({ file: this.#table.files[file]?.path ?? '', row, why });
    if (this.#books.bad > this.#options.badShare * this.#table.rows && this.#books.bad > 10)
      throw new BacktestError(
        `more than ${100 * this.#options.badShare}% of the rows are bad; the first ones:\n${listBad(listed)}\nMend them, or say --bad-rows SHARE to go on with more`,
      );
  }

  outcome(id: string, time: number, text: string): Outcome | string {
    const { task } = this.#columns;
    const { model } = this.#options;
    const value = task === 'binary' ? this.#one(text) : task === 'regression' ? Number(text) : label(text);
    if (value === null || (typeof value === 'number' && !Number.isFinite(value)))
      return `column ${this.#columns.outcome?.name}: ${text} is no ${task === 'binary' ? '0 or 1' : 'number'}`;
    this.#books.outcomes++;
    return { kind: 'outcome', id, model, time, outcome: value };
  }

  /** An outcome with a time of its own. */
  later(file: number, row: number, time: DuckDBValue, text: string, id: DuckDBValue): void {
    if (typeof time !== 'number' || !Number.isFinite(time))
      return this.bad(
        file,
        row,
        `column ${this.#columns.outcomeTime?.name}: no time, or one that cannot be read`,
      );
    const read = this.outcome(this.#columns.id ? String(id) : `${file}-${row}`, time, text);
    if (typeof read === 'string') this.bad(file, row, read);
    else this.#options.onEvent(read);
  }

  #prediction(
    get: (name: string) => DuckDBValue,
    vectors: readonly DuckDBVector[],
    row: number,
  ): ReadPrediction | string {
    const { time: timeColumn, version: versionColumn, latency } = this.#columns;
    const time = get('time');
    if (typeof time !== 'number' || !Number.isFinite(time))
      return `column ${timeColumn?.name}: no time, or one that cannot be read`;
    const id = this.#columns.id ? get('id') : `${Number(get('file'))}-${Number(get('row'))}`;
    if (typeof id !== 'string' || id === '') return `column ${this.#columns.id?.name}: no id`;
    const answer = this.#answer(get);
    if (typeof answer === 'string') return answer;
    const event: { -readonly [K in keyof Prediction]: Prediction[K] } = {
      kind: 'prediction',
      id,
      model: this.#options.model,
      version: versionColumn ? String(get('version') ?? 'none') : this.#options.version,
      time,
      features: this.#featuresOf(vectors, row),
      answer,
    };
    const ms = latency ? get('latency') : null;
    if (typeof ms === 'number' && Number.isFinite(ms) && ms >= 0) event.latencyMs = ms;
    if (this.#segments.length > 0)
      event.segments = Object.fromEntries(
        this.#segments.map(({ name, at }) => [name, String(vectors[at]?.getItem(row) ?? 'missing')]),
      );
    let outcome: Outcome | null = null;
    if (this.#columns.outcome && this.#columns.task) {
      const text = get('outcome');
      if (text === null) this.#books.withoutOutcome++;
      else if (!this.#columns.outcomeTime) {
        const read = this.outcome(id, time, String(text));
        if (typeof read === 'string') return read;
        outcome = read;
      }
    }
    this.#books.predictions++;
    return { event, outcome };
  }

  #featuresOf(vectors: readonly DuckDBVector[], row: number): Record<string, FeatureValue> {
    const features: Record<string, FeatureValue> = {};
    for (const { name, value, word } of this.#features) {
      const read = vectors[value]?.getItem(row) ?? null;
      if (typeof read === 'number') features[name] = Number.isFinite(read) ? read : null;
      else
        features[name] =
          typeof read === 'string' ? read : ((vectors[word]?.getItem(row) ?? null) as string | null);
    }
    return features;
  }

  #answer(get: (name: string) => DuckDBValue): Prediction['answer'] | string {
    const { task, prediction, probabilities } = this.#columns;
    if (task === null) return NO_ANSWER;
    const text = prediction ? get('prediction') : null;
    if (prediction && text === null) return `column ${prediction.name}: no prediction`;
    if (task === 'regression') {
      const value = Number(text);
      return Number.isFinite(value)
        ? { task, value }
        : `column ${prediction?.name}: ${String(text)} is no number`;
    }
    if (task === 'binary') return this.#binary(get, text);
    const given: Record<string, number> = {};
    for (const [name, column] of probabilities) {
      const p = get(`p ${name}`);
      if (typeof p !== 'number' || !(p >= 0 && p <= 1))
        return `column ${column.name}: ${String(p)} is no probability`;
      given[name] = p;
    }
    const likeliest = Object.keys(given).reduce(
      (best, name) => ((given[name] ?? 0) > (given[best] ?? -1) ? name : best),
      '',
    );
    const answer: SingleAnswer = {
      task,
      label: prediction ? label(String(text)) : likeliest,
      ...(probabilities.size > 0 && { probabilities: given }),
    };
    return answer;
  }

  #binary(get: (name: string) => DuckDBValue, text: DuckDBValue): SingleAnswer | string {
    const { prediction, score } = this.#columns;
    const p = score ? get('score') : null;
    if (score && p === null && get('score text') !== null)
      return `column ${score.name}: ${String(get('score text'))} is no number`;
    if (p !== null && !(typeof p === 'number' && p >= 0 && p <= 1))
      return `column ${score?.name}: ${String(p)} is no probability (0 to 1)`;
    const own = prediction ? this.#one(String(text)) : p === null ? null : p >= 0.5 ? 1 : 0;
    if (own === null)
      return prediction
        ? `column ${prediction.name}: ${String(text)} is no 0 or 1`
        : `column ${score?.name}: no score`;
    return { task: 'binary', label: own, ...(p !== null && { score: p }) };
  }

  #one(text: string): 0 | 1 | null {
    const { positive } = this.#columns;
    if (positive !== null) return label(text) === label(positive) ? 1 : 0;
    if (/^(1|1\.0+|true)$/i.test(text)) return 1;
    return /^(0|0\.0+|false)$/i.test(text) ? 0 : null;
  }
}

/** Stands where there is no prediction: the inputs alone are watched. */
export const NO_ANSWER = { task: 'failed', code: 'no-prediction' } as const;

/** 1.0 and 1 are one class. */
function label(text: string): string {
  return /^-?\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

async function outcomesLater(database: Database, plan: Plan): Promise<AsyncIterator<DuckDBDataChunk>> {
  // A connection streams one result at a time.
  const other = await database.another();
  return (await other.stream(plan.outcomes as string))[Symbol.asyncIterator]();
}

/** Outcomes in the order of their own time. */
class Later {
  readonly #chunks: AsyncIterator<DuckDBDataChunk>;
  #rows: readonly (readonly DuckDBValue[])[] = [];
  #next = 0;
  #ended = false;

  constructor(chunks: AsyncIterator<DuckDBDataChunk>) {
    this.#chunks = chunks;
  }

  /** Hands out what happened by `time`. */
  async until(time: number, reading: Reading): Promise<void> {
    for (;;) {
      if (this.#next >= this.#rows.length) {
        if (this.#ended) return;
        const { value, done } = await this.#chunks.next();
        if (done === true) {
          this.#ended = true;
          return;
        }
        this.#rows = value.getRows();
        this.#next = 0;
        continue;
      }
      const [file, row, at, text, id] = this.#rows[this.#next] as readonly DuckDBValue[];
      if (typeof at === 'number' && at > time) return;
      this.#next++;
      reading.later(Number(file), Number(row), at ?? null, String(text), id ?? null);
    }
  }
}

export function listBad(bad: readonly BadRow[]): string {
  return bad.map(({ file, row, why }) => `  ${file}${row === null ? '' : `, row ${row}`}: ${why}`).join('\n');
}
