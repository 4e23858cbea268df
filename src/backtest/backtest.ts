/** A whole backtest: files in, what they show out. */
import { readFileSync } from 'node:fs';
import type { DeadLetter } from '../../consumers/profiler/profiler.js';
import { evaluatorSettings, profilerSettings } from '../../consumers/stage-settings.js';
import { formatDuration } from '../config/duration.js';
import { loadConfig } from '../config/load-config.js';
import { settingsOf } from '../config/model-settings.js';
import type { Config } from '../config/schema.js';
import { readYaml, type YamlSource } from '../config/yaml-source.js';
import { chooseColumns, type Choice } from './choose-columns.js';
import { chooseSettings, type HistorySpan } from './choose-settings.js';
import { Engine, HISTORY_PARTITIONS, type EngineSettings } from './engine.js';
import { columnFacts } from './files/column-facts.js';
import { openDatabase, type Database } from './files/database.js';
import { areEventLines, loadEventLines, readEventLines } from './files/event-lines.js';
import { findFiles, type HistoryFile } from './files/find-files.js';
import { loadTable, MOST_LISTED, type Table } from './files/load-table.js';
import { modelOf } from './files/model-of.js';
import { readEvents, type BadRow } from './files/read-events.js';
import { spanOf } from './files/span.js';
import { History, type ModelHistory } from './history.js';
import type { ColumnWishes } from './mapping.js';
import { OwnAnswers } from './own-answers.js';

export interface BacktestOptions {
  /** Paths and patterns. */
  readonly files: readonly string[];
  readonly wishes: ColumnWishes;
  readonly rowsPerDay?: number;
  readonly timeFormat?: string;
  /** Where rows without a time begin, epoch ms. */
  readonly begin: number;
  /** More bad rows than this share of all are an error. */
  readonly badShare: number;
  /** A `leeway.yaml`; what it does not say follows from the history. */
  readonly config?: string;
  /** For what is sorted on disk. */
  readonly temporary: string;
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/** What could not be used, and where it stands. */
export interface BadRows {
  readonly count: number;
  /** The first ones. */
  readonly listed: readonly BadRow[];
}

export interface Backtest {
  readonly files: readonly HistoryFile[];
  readonly rows: number;
  readonly span: HistorySpan;
  readonly bad: BadRows;
  readonly choices: readonly Choice[];
  readonly config: Config;
  /** By name of the model. */
  readonly models: readonly ModelHistory[];
}

/** @throws BacktestError, ConfigError: what is wrong, where, and how to mend it */
export async function backtest(options: BacktestOptions): Promise<Backtest> {
  const database = await openDatabase(options.temporary);
  try {
    options.onProgress?.('reading the files', 0, 1);
    const files = await findFiles(database, options.files);
    const [first] = files;
    return first && (await areEventLines(database, first))
      ? await ofEvents(database, files, options)
      : await ofRows(database, files, options);
  } finally {
    await database.close();
  }
}

async function ofEvents(
  database: Database,
  files: readonly HistoryFile[],
  options: BacktestOptions,
): Promise<Backtest> {
  const { from, to, predictions, outcomes, longestDelay } = await loadEventLines(database, files);
  const withoutDelay = `${outcomes === 0 ? 'the files hold no outcomes' : 'no outcome in the files has the model and id of a prediction'}; this is the default`;
  const span: HistorySpan = { predictions, from, to, longestDelay, withoutDelay };
  const { config, choices } = configOf(options, span);
  const run = new Run(config, outcomes === 0);
  const of = predictions + outcomes;
  let done = 0;
  await readEventLines(database, ({ side, bytes, time, model }) => {
    run.engine.addRecord(side, bytes, time, model);
    if (++done % PROGRESS_ROWS === 0) options.onProgress?.('events', done, of);
  });
  const said: Choice = {
    setting: 'files',
    value: 'events of Leeway',
    reason: 'each line has a model, an id, and features or an outcome',
  };
  return run.end({ files, rows: of, span, choices: [said, ...choices], bad: { count: 0, listed: [] } });
}

async function ofRows(
  database: Database,
  files: readonly HistoryFile[],
  options: BacktestOptions,
): Promise<Backtest> {
  const table = await loadTable(database, files);
  const columns = chooseColumns(await columnFacts(database, table), options.wishes, options);
  const span = await spanOf(database, table, columns, options);
  const { config, choices } = configOf(options, span);
  const run = new Run(config, columns.outcome === null || columns.task === null);
  const books = await readEvents(database, table, columns, {
    ...options,
    model: options.wishes.model ?? modelOf(files),
    version: '1',
    onEvent: (event) => run.engine.add(event),
    onProgress: (rows, of) => options.onProgress?.('rows', rows, of),
  });
  const bad = badRows(table, books);
  return run.end({ files, rows: table.rows, span, bad, choices: [...columns.choices, ...choices] });
}

const PROGRESS_ROWS = 20_000;

/** The stages, and what listens to them. */
class Run {
  readonly engine: Engine;
  readonly #config: Config;
  readonly #history: History;
  readonly #letters: DeadLetter[] = [];
  #letterCount = 0;

  constructor(config: Config, withoutOutcomes: boolean) {
    this.#config = config;
    this.#history = new History((model) => settingsOf(config, model));
    const answers = new OwnAnswers((reference) => this.#history.takeReference(reference));
    this.engine = new Engine(
      { ...engineSettings(config), withoutOutcomes },
      {
        onRecord: (record) => {
          answers.take(record);
          this.#history.take(record);
        },
        answer: (request) => answers.answer(request),
        onDeadLetter: (letter) => {
          this.#letterCount++;
          if (this.#letters.length < MOST_LISTED) this.#letters.push(letter);
        },
      },
    );
  }

  end(found: Omit<Backtest, 'config' | 'models'>): Backtest {
    this.engine.end();
    const models = [...this.#history.models.values()].sort((a, b) => (a.model < b.model ? -1 : 1));
    const refused = this.#letters.map(({ side, refusal }) => ({
      file: side,
      row: null,
      why: refusal.message,
    }));
    const listed = [...found.bad.listed, ...refused].slice(0, MOST_LISTED);
    return {
      ...found,
      bad: { count: found.bad.count + this.#letterCount, listed },
      config: this.#config,
      models,
    };
  }
}

/** The very settings of the stages, over one partition. */
export function engineSettings(config: Config): EngineSettings {
  const partitions = HISTORY_PARTITIONS;
  return {
    profiler: { ...profilerSettings(config), partitions },
    evaluator: { ...evaluatorSettings(config), partitions },
  };
}

/** What the file says stands over what follows from the history. */
function configOf(
  { config }: BacktestOptions,
  span: HistorySpan,
): { config: Config; choices: readonly Choice[] } {
  const { settings, choices } = chooseSettings(span);
  if (config === undefined) return { config: loadConfig('', 'the settings chosen', settings), choices };
  const text = readFileSync(config, 'utf8');
  const said = loadConfig(text, config, settings);
  return { config: said, choices: inForce(choices, said, readYaml(text), config) };
}

/** What the file says in the place of what was chosen, and what it says of single models. */
function inForce(choices: readonly Choice[], config: Config, source: YamlSource, file: string): Choice[] {
  const reason = `${file} says so`;
  const values: Readonly<Record<string, string>> = {
    pane: formatDuration(config.pane),
    horizon: formatDuration(config.horizon),
    reference: `${config.reference.units} days`,
  };
  const all = choices.map((choice) => {
    const value = values[choice.setting];
    return value !== undefined && source.has([choice.setting]) ? { ...choice, value, reason } : choice;
  });
  for (const [model, own] of Object.entries(config.models)) {
    for (const setting of ['pane', 'horizon'] as const) {
      const value = own[setting];
      if (value !== undefined)
        all.push({ setting: `${setting} of ${model}`, value: formatDuration(value), reason });
    }
  }
  return all;
}

function badRows(
  table: Table,
  { bad, listed }: { readonly bad: number; readonly listed: readonly BadRow[] },
): BadRows {
  const broken = table.broken.map(({ file, line, why }) => ({ file, row: line, why }));
  return { count: bad + table.brokenCount, listed: [...broken, ...listed].slice(0, MOST_LISTED) };
}
