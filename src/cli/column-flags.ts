/** What people say on the command line about the columns of a table and how to read it; of every command that reads one. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readMapping, takeMapping, type ColumnWishes } from '../backtest/mapping.js';
import { parseTime } from '../events/time.js';
import { numberFlag } from './number-flag.js';

export interface ColumnFlags {
  readonly mapping?: string;
  readonly model?: string;
  readonly task?: string;
  readonly timestamp?: string;
  readonly timeFormat?: string;
  readonly id?: string;
  readonly modelVersion?: string;
  readonly prediction?: string;
  readonly score?: string;
  readonly positive?: string;
  readonly outcome?: string;
  readonly outcomeTime?: string;
  readonly latency?: string;
  readonly segment?: string;
  readonly features?: string;
  readonly categorical?: string;
  readonly ignore?: string;
  readonly rowsPerDay?: string;
  readonly start: string;
  readonly badRows: string;
}

export function withColumns(command: Command): Command {
  return command
    .option(
      '--mapping <file>',
      "which column is what, in Leeway's, Evidently's or NannyML's words (YAML or JSON)",
    )
    .option('--model <name>', 'name of the model (default: that of the file)')
    .option('--task <task>', 'binary, multiclass or regression')
    .option('--timestamp <column>', 'time of the prediction')
    .option('--time-format <format>', 'how times are written, such as %d/%m/%Y %H:%M')
    .option('--rows-per-day <n>', 'for files without times: rows are in their order, so many a day')
    .option('--start <time>', 'for files without times: when the first row was', '2000-01-03T00:00:00Z')
    .option('--id <column>', 'what a prediction and its outcome share')
    .option('--model-version <column>', 'the version of the model that answered')
    .option('--prediction <column>', 'what the model said; without one only the inputs are watched')
    .option('--score <column>', 'probability of the positive class')
    .option('--positive <value>', 'the positive class, where it is not 1 or true')
    .option('--outcome <column>', 'what really happened')
    .option('--outcome-time <column>', 'when it became known (default: with the prediction)')
    .option('--latency <column>', 'how long the model took, in milliseconds')
    .option('--segment <columns>', 'also by each value of these, such as region,plan')
    .option('--features <columns>', 'watch only these')
    .option('--categorical <columns>', 'numbers that are names, such as a postcode')
    .option('--ignore <columns>', 'leave these out')
    .option('--bad-rows <share>', 'more rows than this that cannot be used are an error', '0.01');
}

/** Flags stand over the mapping file. @throws BacktestError */
export async function wishesOf(flags: ColumnFlags): Promise<ColumnWishes> {
  const file =
    flags.mapping === undefined ? {} : readMapping(await readFile(flags.mapping, 'utf8'), flags.mapping);
  // The flags go the same way as a file, so that both are checked alike.
  const given = Object.entries(FLAG_OF).flatMap(([key, [name]]) =>
    flags[name] === undefined ? [] : [[key, flags[name]] as const],
  );
  const flagOf = (key: string) =>
    Object.hasOwn(FLAG_OF, key) ? FLAG_OF[key as keyof typeof FLAG_OF][1] : key;
  return { ...file, ...takeMapping(Object.fromEntries(given), flagOf) };
}

/** The keys of a mapping that have a flag. */
const FLAG_OF = {
  model: ['model', '--model'],
  task: ['task', '--task'],
  time: ['timestamp', '--timestamp'],
  id: ['id', '--id'],
  version: ['modelVersion', '--model-version'],
  prediction: ['prediction', '--prediction'],
  score: ['score', '--score'],
  positive: ['positive', '--positive'],
  outcome: ['outcome', '--outcome'],
  outcomeTime: ['outcomeTime', '--outcome-time'],
  latency: ['latency', '--latency'],
  segments: ['segment', '--segment'],
  features: ['features', '--features'],
  categorical: ['categorical', '--categorical'],
  ignore: ['ignore', '--ignore'],
} as const satisfies Record<string, readonly [keyof ColumnFlags, string]>;

/** How the rows of a table are to be read. */
export interface Reading {
  readonly timeFormat?: string;
  readonly rowsPerDay?: number;
  /** Where rows without a time begin, epoch ms. */
  readonly begin: number;
  /** More bad rows than this share of all are an error. */
  readonly badShare: number;
}

export function readingOf({ start, badRows, timeFormat, rowsPerDay }: ColumnFlags): Reading {
  const begin = parseTime(start);
  if (begin === null) throw new Error(`--start must be a time such as 2024-01-01T00:00:00Z, got ${start}`);
  return {
    begin,
    badShare: numberFlag('--bad-rows', badRows, 'a share from 0 to 1', (n) => n >= 0 && n <= 1),
    ...(timeFormat !== undefined && { timeFormat }),
    ...(rowsPerDay !== undefined && {
      rowsPerDay: numberFlag('--rows-per-day', rowsPerDay, 'a number above 0', (n) => n > 0),
    }),
  };
}
