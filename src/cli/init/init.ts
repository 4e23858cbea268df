/** `leeway init`: a `leeway.yaml` from a sample, of a table or of events, every choice with its reason. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadConfig } from '../../config/load-config.js';
import { openLogReader } from '../adapters.js';
import { readingOf, wishesOf, type ColumnFlags } from '../column-flags.js';
import { createLogger } from '../logger.js';
import { numberFlag } from '../number-flag.js';
import { schemaText } from '../schema.js';
import { readConfig, type ConfigFlags } from '../settings.js';
import { chooseConfig } from './choose-config.js';
import { readFile } from './read-file.js';
import { readTopics } from './read-topics.js';
import { Sample } from './sample.js';
import { choicesText, configText, type ChosenModel } from './write-config.js';

export interface InitFlags extends ConfigFlags, ColumnFlags {
  readonly topic?: boolean;
  readonly out: string;
  readonly rows: string;
  readonly force?: boolean;
}

const SCHEMA_FILE = 'leeway.schema.json';

export async function init(path: string | undefined, flags: InitFlags): Promise<number> {
  const rows = numberFlag(
    '--rows',
    flags.rows,
    'a whole number from 1',
    (n) => Number.isInteger(n) && n >= 1,
  );
  if ((path === undefined) === (flags.topic !== true))
    throw new Error(
      'name a file with a sample (CSV, Parquet, JSON lines, or events as they are sent), or say --topic to look at the events of the log',
    );
  const wishes = await wishesOf(flags);
  const [asked] = Object.keys(wishes);
  if (flags.topic === true && asked !== undefined)
    throw new Error(
      `${asked} can be said of the columns of a table; the events of the log say it by themselves`,
    );
  const schema = join(dirname(flags.out), SCHEMA_FILE);
  // Asked before the reading: nobody wants to hear it after a minute.
  if (flags.out !== '-' && !flags.force) {
    for (const file of [flags.out, schema]) mayBeWritten(file);
  }
  const sample = new Sample();
  if (path === undefined) await readLog(flags, rows, sample);
  else await readFile(path, { wishes, reading: readingOf(flags), rows }, sample);
  const source = path === undefined ? 'the newest events of the log' : basename(path);
  tellRefused(sample, source);
  const models = chosen(sample, source);
  const text = configText({ source, schema: `./${SCHEMA_FILE}`, models });
  // What is written must be readable: a mistake here is ours, and is told before anything is on disk.
  loadConfig(text, flags.out);
  if (flags.out === '-') process.stdout.write(text);
  else {
    writeFileSync(flags.out, text);
    writeFileSync(schema, schemaText({}));
    process.stdout.write(`${choicesText(models)}\n\nWritten to ${flags.out}, with ${schema} for editors.\n`);
  }
  return 0;
}

/** A schema that this program would write again is nobody's work. */
function mayBeWritten(file: string): void {
  if (!existsSync(file)) return;
  if (basename(file) === SCHEMA_FILE && readFileSync(file, 'utf8') === schemaText({})) return;
  throw new Error(`${file} is there already: name another file with --out, or say --force to write over it`);
}

function chosen({ models }: Sample, source: string): ChosenModel[] {
  const found = [...models.values()]
    .filter(({ predictions }) => predictions > 0)
    .sort((a, b) => (a.model < b.model ? -1 : 1))
    .map((facts) => ({ facts, choices: chooseConfig(facts) }));
  if (found.length === 0)
    throw new Error(`there is no prediction in ${source}: nothing can be chosen from it`);
  return found;
}

function tellRefused({ refused, refusals, events }: Sample, source: string): void {
  if (refused === 0) return;
  const more = refused > refusals.length ? `\n  and ${refused - refusals.length} more` : '';
  process.stderr.write(
    `${refused} of ${refused + events} records of ${source} could not be read:\n  ${refusals.join('\n  ')}${more}\n`,
  );
}

async function readLog(flags: InitFlags, rows: number, sample: Sample): Promise<void> {
  const config = readConfig(flags);
  const log = await openLogReader(config, createLogger('warn'));
  try {
    await readTopics(log, config.partitions, rows, sample);
  } finally {
    await log.close();
  }
}
