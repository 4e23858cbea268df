/**
 * Training rows by column, in typed arrays: they move to a worker thread without being copied, and a million rows of
 * eight features take 70 MB in place of several hundred.
 */
import type { SingleAnswer, FeatureValue } from '../../events/event.js';
import type { TrainingRow } from '../port.js';

/** One feature (or the outcome) of all rows; a row may hold a number or a category. */
export interface Column {
  readonly name: string;
  /** NaN where the row holds no finite number. */
  readonly numbers: Float64Array;
  /** Index into `categories`, -1 where the row holds no category; null when no row does. */
  readonly codes: Int32Array | null;
  readonly categories: readonly string[];
}

/** One number of the logged answers: the score, the value, or one class's probability. NaN = not logged. */
export interface LoggedColumn {
  /** The class name; `''` for binary and regression. */
  readonly label: string;
  readonly values: Float64Array;
}

export interface RowTable {
  readonly length: number;
  /** Epoch ms. */
  readonly times: Float64Array;
  /** In order of name, so that the order of keys in a row changes nothing. */
  readonly features: readonly Column[];
  readonly outcome: Column;
  readonly logged: readonly LoggedColumn[];
}

/** The value of one row; `null` = missing. */
export function valueAt(column: Column, row: number): FeatureValue {
  const code = column.codes === null ? -1 : (column.codes[row] as number);
  if (code >= 0) return column.categories[code] as string;
  const value = column.numbers[row] as number;
  return Number.isNaN(value) ? null : value;
}

/** Every buffer of a table, for the transfer list of `postMessage`: the sender's table is empty afterwards. */
export function tableBuffers(table: RowTable): ArrayBuffer[] {
  const arrays: ArrayBufferView[] = [table.times, ...table.logged.map((column) => column.values)];
  for (const column of [table.outcome, ...table.features]) {
    arrays.push(column.numbers);
    if (column.codes !== null) arrays.push(column.codes);
  }
  return arrays.map((array) => array.buffer as ArrayBuffer);
}

class ColumnBuilder {
  readonly name: string;
  readonly #numbers: Float64Array;
  #codes: Int32Array | null = null;
  readonly #categories: string[] = [];
  readonly #codeOf = new Map<string, number>();

  constructor(name: string, length: number) {
    this.name = name;
    this.#numbers = new Float64Array(length).fill(Number.NaN);
  }

  set(row: number, value: FeatureValue): void {
    if (typeof value === 'number') {
      if (Number.isFinite(value)) this.#numbers[row] = value;
    } else if (value !== null) {
      const category = String(value);
      let code = this.#codeOf.get(category);
      if (code === undefined) {
        code = this.#categories.push(category) - 1;
        this.#codeOf.set(category, code);
      }
      this.#codes ??= new Int32Array(this.#numbers.length).fill(-1);
      this.#codes[row] = code;
    }
  }

  build(): Column {
    return { name: this.name, numbers: this.#numbers, codes: this.#codes, categories: this.#categories };
  }
}

/** Takes the rows one by one, so that a caller can let its event loop breathe in between. */
export class RowTableBuilder {
  readonly #length: number;
  readonly #times: Float64Array;
  readonly #outcome: ColumnBuilder;
  readonly #features = new Map<string, ColumnBuilder>();
  readonly #logged = new Map<string, Float64Array>();
  #next = 0;

  /** @param length how many rows will come */
  constructor(length: number) {
    this.#length = length;
    this.#times = new Float64Array(length);
    this.#outcome = new ColumnBuilder('outcome', length);
  }

  add(row: TrainingRow): void {
    const at = this.#next++;
    if (at >= this.#length)
      throw new RangeError(`the table was made for ${this.#length} rows; one more came`);
    this.#times[at] = row.time;
    this.#outcome.set(at, row.outcome);
    for (const name in row.features) {
      if (!Object.hasOwn(row.features, name)) continue;
      let column = this.#features.get(name);
      if (column === undefined) {
        column = new ColumnBuilder(name, this.#length);
        this.#features.set(name, column);
      }
      column.set(at, row.features[name] as FeatureValue);
    }
    if (row.logged !== undefined) this.#setLogged(at, row.logged);
  }

  build(): RowTable {
    if (this.#next !== this.#length) {
      throw new RangeError(`the table was made for ${this.#length} rows; ${this.#next} came`);
    }
    return {
      length: this.#length,
      times: this.#times,
      features: [...this.#features.values()]
        .map((column) => column.build())
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      outcome: this.#outcome.build(),
      logged: [...this.#logged].map(([label, values]) => ({ label, values })),
    };
  }

  #setLogged(at: number, answer: SingleAnswer): void {
    switch (answer.task) {
      case 'binary':
        if (answer.score !== undefined) this.#loggedColumn('')[at] = answer.score;
        break;
      case 'regression':
        this.#loggedColumn('')[at] = answer.value;
        break;
      case 'multiclass':
        for (const [label, probability] of Object.entries(answer.probabilities ?? {})) {
          this.#loggedColumn(label)[at] = probability;
        }
        break;
    }
  }

  #loggedColumn(label: string): Float64Array {
    let column = this.#logged.get(label);
    if (column === undefined) {
      column = new Float64Array(this.#length).fill(Number.NaN);
      this.#logged.set(label, column);
    }
    return column;
  }
}

export function tableOf(rows: readonly TrainingRow[]): RowTable {
  const builder = new RowTableBuilder(rows.length);
  for (const row of rows) builder.add(row);
  return builder.build();
}
