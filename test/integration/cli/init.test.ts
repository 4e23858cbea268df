/** `leeway init` on files of every kind: what is chosen, with which reason, and what is said where nothing can be. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseConfig } from '../../../src/cli/init/choose-config.js';
import { readFile, type Asked } from '../../../src/cli/init/read-file.js';
import { Sample } from '../../../src/cli/init/sample.js';
import { configText } from '../../../src/cli/init/write-config.js';
import type { ColumnWishes } from '../../../src/backtest/mapping.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { runCli } from '../demo/cli-process.js';

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2024, 0, 1);
const ROWS = 30 * 24;

/** 30 days of a loan model, a row an hour, outcomes three days later. */
const rows = Array.from({ length: ROWS }, (_, i) => ({
  loan_id: `L${i}`,
  timestamp: new Date(BEGIN + i * HOUR).toISOString(),
  model_version: i < 400 ? 'a' : 'b',
  age: 20 + (i % 60),
  plan: i % 3 === 0 ? 'basic' : 'plus',
  postcode: 10_000 + (i % 7),
  y_pred_proba: ((i * 37) % 100) / 100,
  y_true: i % 2,
  label_time: new Date(BEGIN + (i + 72) * HOUR).toISOString(),
}));
type Row = Readonly<Record<string, unknown>>;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leeway-init-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const asCsv = (all: readonly Row[]) =>
  [Object.keys(all[0] ?? {}), ...all.map((row) => Object.values(row))]
    .map((line) => line.join(','))
    .join('\n');
const asLines = (all: readonly Row[]) => all.map((row) => JSON.stringify(row)).join('\n');

/** Real types: times, numbers and words. */
async function asParquet(name: string, csv: string): Promise<string> {
  const path = join(folder, name);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (SELECT * FROM read_csv('${csv}')) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

interface Chosen {
  readonly sample: Sample;
  readonly text: string;
  /** The comment that stands in the file before a line. */
  readonly reasonOf: (line: string) => string;
}

async function chosen(path: string, wishes: ColumnWishes = {}, more: Partial<Asked> = {}): Promise<Chosen> {
  const sample = new Sample();
  const reading = { begin: BEGIN, badShare: 0.01 };
  await readFile(path, { wishes, reading, rows: 1_000_000, ...more }, sample);
  const models = [...sample.models.values()].map((facts) => ({ facts, choices: chooseConfig(facts) }));
  const text = configText({ source: 'a file', schema: './s.json', models });
  loadConfig(text, 'leeway.yaml');
  const lines = text.split('\n').map((line) => line.trim());
  const reasonOf = (line: string) => {
    const at = lines.indexOf(line);
    const from = lines.findLastIndex((own, i) => i < at && !own.startsWith('#')) + 1;
    const said = lines.slice(from, at).map((own) => own.replace(/^#\s*/, ''));
    return said.join(' ');
  };
  return { sample, text, reasonOf };
}

describe('a table', () => {
  it.each([
    ['CSV', async () => file('loans.csv', asCsv(rows))],
    ['compressed CSV', async () => file('loans.csv.gz', gzipSync(asCsv(rows)))],
    ['JSON lines', async () => file('loans.ndjson', asLines(rows))],
    ['Parquet', async () => asParquet('loans.parquet', file('loans.csv', asCsv(rows)))],
  ])('of %s: task, columns, types, bins, version and time, each with the reason', async (_format, made) => {
    const { text, reasonOf, sample } = await chosen(await made());
    expect(sample.refused).toBe(0);
    expect(Object.keys(loadConfig(text, 'leeway.yaml').models)).toEqual(['loans']);
    expect(reasonOf('task: binary')).toMatch(/ there is one score, between 0 and 1$/);
    for (const column of [
      'model: loans (name of the file; --model says another one)',
      'time: timestamp (named like one; 100% of its values are times)',
      'id: loan_id (ends in "id"; nearly every row has its own)',
      'version: model_version (named like one; 2 of them)',
      'score: y_pred_proba (named like one; its values lie between 0 and 1)',
      'outcome: y_true (named like one; nothing speaks against it)',
      'features, categorical: plan (all that is nothing else)',
    ])
      expect(text).toContain(`\n    #  - ${column}\n`);
    expect(text).toContain(
      '# numeric: whole numbers from 20 to 79, 60 different; 20 bins of as many rows each',
    );
    expect(text).toContain('# numeric: whole numbers from 10000 to 10006, 7 different; a bin for each');
    expect(text).toContain('# categorical: text, 2 different (basic, plus); a bin for each');
    expect(reasonOf('pane: 6h')).toMatch(/^about 6 predictions a pane: fewer than the 500/);
    expect(reasonOf('cadence: continuous')).toBe('asked in 24 of the 24 hours');
    expect(reasonOf('season: day')).toMatch(/^every hour has as many rows/);
    expect(reasonOf('reference:')).toContain('the sample has 30 days');
  });

  it('has a horizon from the time of its outcomes, or says that they have none', async () => {
    const path = file('loans.csv', asCsv(rows));
    const timed = await chosen(path, { outcomeTime: 'label_time' });
    expect(timed.reasonOf('horizon: 7d')).toContain('the last after 3d; 100% of the predictions have one');
    const bare = rows.map(({ label_time: _gone, ...row }) => row);
    const untimed = await chosen(file('bare.csv', asCsv(bare)));
    expect(untimed.reasonOf('horizon: 7d')).toBe(
      'outcomes of the table have no time of their own (--outcome-time says which column it is); this is the default',
    );
  });

  it('is read as it was asked for, and says so', async () => {
    const { text, reasonOf } = await chosen(file('loans.csv', asCsv(rows)), {
      model: 'credit: "new"',
      task: 'regression',
      prediction: 'y_pred_proba',
      version: 'plan',
      categorical: ['postcode'],
    });
    expect(Object.keys(loadConfig(text, 'leeway.yaml').models)).toEqual(['credit: "new"']);
    expect(reasonOf('task: regression')).toMatch(/ as asked$/);
    expect(text).toContain('#  - version: plan (as asked)');
    expect(text).toContain('#   postcode: { missing: 0 } # categorical: text, 7 different');
    expect(text).toContain('#   age: { min: 20, max: 79, missing: 0 } # numeric');
  });

  it('without answers is watched by its inputs, and without versions is of one', async () => {
    const inputs = rows.map(({ timestamp, age, plan }) => ({ timestamp, age, plan }));
    const { text } = await chosen(file('inputs.csv', asCsv(inputs)));
    expect(text).toContain(
      '#  - task: none: only the inputs are watched (no column is a prediction or a score)',
    );
    expect(text).toMatch(/# {2}- version: 1 in every row \(no column is named like the version/);
    expect(loadConfig(text, 'leeway.yaml').models['inputs']).not.toHaveProperty('task');
  });

  it('without times is taken at the pace that is said', async () => {
    const orders = rows.map(({ age, plan }) => ({ age, plan }));
    const path = file('orders.csv', asCsv(orders));
    await expect(chosen(path)).rejects.toThrow(
      /no column is the time of the prediction \(there are age, plan\): name it with --timestamp, or say --rows-per-day/,
    );
    const { reasonOf } = await chosen(path, {}, { reading: { begin: BEGIN, badShare: 0, rowsPerDay: 240 } });
    expect(reasonOf('pane: 6h')).toContain('about 60 predictions a pane');
  });

  it('that is larger than wanted is read at its end', async () => {
    const { sample } = await chosen(file('loans.csv', asCsv(rows.toReversed())), {}, { rows: 100 });
    const facts = sample.models.get('loans');
    expect(facts?.predictions).toBe(100);
    expect(facts?.last).toBe(BEGIN + (ROWS - 1) * HOUR);
    expect(facts?.first).toBe(BEGIN + (ROWS - 100) * HOUR);
  });

  it('with rows that cannot be used says which ones', async () => {
    const some = rows.map((row, i) => (i === 5 ? { ...row, y_pred_proba: '7' } : row));
    const { sample } = await chosen(file('some.csv', asCsv(some)), { score: 'y_pred_proba' });
    expect(sample.refused).toBe(1);
    expect(sample.refusals[0]).toMatch(/some\.csv, row 6: column y_pred_proba: 7 is no probability/);
    const many = rows.map((row) => ({ ...row, y_pred_proba: '7' }));
    await expect(chosen(file('many.csv', asCsv(many)), { score: 'y_pred_proba' })).rejects.toThrow(
      /more than 1% of the rows are bad.*column y_pred_proba: 7 is no probability.*--bad-rows/s,
    );
  });

  it.each<[string, () => string, ColumnWishes, RegExp]>([
    [
      'a column that is not there',
      () => file('loans.csv', asCsv(rows)),
      { outcome: 'y_tru' },
      /there is no column y_tru \(asked for as outcome\): did you mean y_true\?/,
    ],
    [
      'times that cannot be read',
      () => file('times.csv', asCsv(rows.map((row) => ({ ...row, timestamp: 'noon' })))),
      { time: 'timestamp' },
      /column timestamp holds no times \(such as noon\): .*--time-format/,
    ],
    [
      'two classes of which none is the positive one',
      () => file('words.csv', asCsv(rows.map((row) => ({ ...row, y_true: 'yes' })))),
      { prediction: 'plan', score: 'y_pred_proba' },
      /column plan holds plus, basic: which of them is the positive class\? Say --positive VALUE/,
    ],
    ['no rows', () => file('none.csv', 'timestamp,age'), {}, /there is no row in .*none\.csv/],
    ['an empty file', () => file('empty.csv', ''), {}, /empty\.csv is empty/],
    [
      'a file that is not there',
      () => join(folder, 'laons.csv'),
      {},
      /there is no file .*; did you mean loans\.csv/,
    ],
    [
      'another kind of file',
      () => file('loans.xlsx', 'PK'),
      {},
      /loans\.xlsx: what is it\? Files end in \.csv/,
    ],
    ['a broken Parquet file', () => file('broken.parquet', 'PAR0'), {}, /broken\.parquet/],
    [
      'events that lack something',
      () => file('lack.ndjson', '{"id":"1","time":"2024-01-01T00:00:00Z","features":{"x":1},"prediction":1}'),
      {},
      /lack\.ndjson holds events, but most are without model/,
    ],
  ])('is refused for %s, with the fix', async (_what, made, wishes, message) => {
    await expect(chosen(made(), wishes)).rejects.toThrow(message);
  });
});

describe('a file of events', () => {
  const events = rows.flatMap(({ loan_id: id, timestamp, age, label_time }, i) => [
    { id, model: 'm', version: '1', time: timestamp, features: { age }, prediction: i % 2, score: 0.5 },
    { id, model: 'm', time: label_time, outcome: 1 },
  ]);

  it('is read in the order of its lines, or without one where it is compressed', async () => {
    const plain = await chosen(file('events.ndjson', asLines(events)));
    const compressed = await chosen(file('events.ndjson.gz', gzipSync(asLines(events))));
    expect(plain.text).toContain('# no record came late; this is the default\n    grace: 10m');
    expect(compressed.text).toContain('the sample does not show how late records come');
    for (const { sample, text } of [plain, compressed]) {
      expect([sample.events, sample.refused]).toEqual([2 * ROWS, 0]);
      expect(text).not.toContain('Columns as they were read');
    }
  });

  it('names its columns by itself', async () => {
    await expect(chosen(file('events.ndjson', asLines(events)), { outcome: 'x' })).rejects.toThrow(
      /events\.ndjson holds events, .*: outcome can be said of the columns of a table only/,
    );
  });
});

describe('the command', () => {
  it('writes the file, which the next command reads, and the same columns again on the terminal', async () => {
    file('loans.csv', asCsv(rows));
    const first = await runCli(['init', 'loans.csv', '--outcome-time', 'label_time'], folder);
    expect(first.exit).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/time of the outcome +label_time +as asked\n/);
    expect(readFileSync(join(folder, 'leeway.yaml'), 'utf8')).toContain('task: binary');
    const again = await runCli(['init', 'loans.csv'], folder);
    expect(again.exit).toMatchObject({ code: 1 });
    expect(again.stderr).toContain('leeway.yaml is there already');
    const topic = await runCli(['init', '--topic', '--prediction', 'x', '--out', '-'], folder);
    expect(topic.stderr).toContain('prediction can be said of the columns of a table');
  });
});
