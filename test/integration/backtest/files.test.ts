/** Files of one history in every format, and what is wrong with them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseColumns } from '../../../src/backtest/choose-columns.js';
import { columnFacts } from '../../../src/backtest/files/column-facts.js';
import { openDatabase } from '../../../src/backtest/files/database.js';
import { findFiles } from '../../../src/backtest/files/find-files.js';
import { loadTable } from '../../../src/backtest/files/load-table.js';
import { readEvents, type RowBooks } from '../../../src/backtest/files/read-events.js';
import type { ColumnWishes } from '../../../src/backtest/mapping.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leeway-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Read {
  readonly events: (Prediction | Outcome)[];
  readonly books: RowBooks;
  readonly broken: readonly string[];
}

interface Options {
  readonly rowsPerDay?: number;
  readonly badShare?: number;
  readonly timeFormat?: string;
}

async function read(
  files: readonly string[],
  wishes: ColumnWishes = {},
  options: Options = {},
): Promise<Read> {
  const database = await openDatabase(folder);
  try {
    const table = await loadTable(database, await findFiles(database, files));
    const columns = chooseColumns(await columnFacts(database, table), wishes, options);
    const events: (Prediction | Outcome)[] = [];
    const books = await readEvents(database, table, columns, {
      model: 'm',
      version: '1',
      begin: Date.UTC(2024, 0, 1),
      badShare: 1,
      ...options,
      onEvent: (event) => events.push(event),
    });
    return { events, books, broken: table.broken.map(({ line, why }) => `${line}: ${why}`) };
  } finally {
    await database.close();
  }
}

const CSV = `id,timestamp,x,colour,score,outcome
a,2024-01-01 00:00:00,1.5,red,0.9,1
b,2024-01-01T01:00:00Z,,blue,0.2,0
c,2024-01-01 03:00:00+01:00,2,"dark, red",0.6,
`;

const EXPECTED = [
  ['a', 0, { x: 1.5, colour: 'red' }, 0.9, 1],
  ['b', 1, { x: null, colour: 'blue' }, 0.2, 0],
  ['c', 2, { x: 2, colour: 'dark, red' }, 0.6, null],
].flatMap(([id, hour, features, score, outcome]): (Prediction | Outcome)[] => {
  const time = Date.UTC(2024, 0, 1, hour as number);
  const head = { id: id as string, model: 'm', time };
  return [
    {
      kind: 'prediction',
      ...head,
      version: '1',
      features: features as Prediction['features'],
      answer: { task: 'binary', label: (score as number) >= 0.5 ? 1 : 0, score: score as number },
    },
    ...(outcome === null ? [] : [{ kind: 'outcome' as const, ...head, outcome: outcome as number }]),
  ];
});

describe('a history', () => {
  it('is the same in CSV, compressed CSV, JSON lines, a JSON array and Parquet', async () => {
    const csv = file('a.csv', CSV);
    expect((await read([csv])).events).toEqual(EXPECTED);
    expect((await read([file('a.csv.gz', gzipSync(CSV))])).events).toEqual(EXPECTED);
    const objects = [
      { id: 'a', timestamp: '2024-01-01T00:00:00Z', x: 1.5, colour: 'red', score: 0.9, outcome: 1 },
      { id: 'b', timestamp: '2024-01-01T01:00:00Z', x: null, colour: 'blue', score: 0.2, outcome: 0 },
      { id: 'c', timestamp: '2024-01-01T02:00:00Z', x: 2, colour: 'dark, red', score: 0.6 },
    ];
    const lines = objects.map((row) => JSON.stringify(row)).join('\n');
    expect((await read([file('a.ndjson', lines)])).events).toEqual(EXPECTED);
    expect((await read([file('a.json', JSON.stringify(objects))])).events).toEqual(EXPECTED);
    const parquet = join(folder, 'a.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    await connection.run(
      `COPY (SELECT id, timestamp::TIMESTAMPTZ AS timestamp, x, colour, score, outcome FROM read_csv('${csv}', types = {'timestamp': 'VARCHAR'})) TO '${parquet}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    expect((await read([parquet])).events).toEqual(EXPECTED);
  });

  it('may lie in several files, found by a pattern, and is put in the order of time', async () => {
    const [head, a, b, c] = CSV.split('\n') as [string, string, string, string];
    file('part-1.csv', `${head}\n${c}\n${a}\n`);
    file('part-2.csv', `${head}\n${b}\n`);
    expect((await read([join(folder, 'part-*.csv')])).events).toEqual(EXPECTED);
  });

  it('hands out outcomes at their own time, whatever the order of the rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(1_000), delay: fc.nat(500), y: fc.nat(1) }), {
          minLength: 1,
          maxLength: 40,
        }),
        async (rows) => {
          const base = Date.UTC(2024, 0, 1);
          const csv = rows.map(
            ({ at, delay, y }, i) => `r${i},${base + at * 1000},${base + (at + delay) * 1000},0.5,${y}`,
          );
          const path = file('delayed.csv', ['id,time,outcome_time,score,outcome', ...csv].join('\n'));
          const wishes = {
            id: 'id',
            time: 'time',
            outcomeTime: 'outcome_time',
            score: 'score',
            outcome: 'outcome',
            task: 'binary',
          } as const;
          const { events } = await read([path], wishes);
          const times = events.map(({ time }) => time);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          const outcomes = events.flatMap((event) =>
            event.kind === 'outcome' ? [[event.id, event.time, event.outcome]] : [],
          );
          const expected = rows.map(({ at, delay, y }, i) => [`r${i}`, base + (at + delay) * 1000, y]);
          expect(new Set(outcomes.map(String))).toEqual(new Set(expected.map(String)));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('without times goes by the order of its rows, at the pace that is said', async () => {
    const { events } = await read(
      [file('plain.csv', 'x,y_pred,y_true\n1,0,0\n2,1,1\n3,0,1\n')],
      {},
      { rowsPerDay: 2 },
    );
    const times = events.filter(({ kind }) => kind === 'prediction').map(({ time }) => time);
    expect(times).toEqual([0, 12, 24].map((hours) => Date.UTC(2024, 0, 1, hours)));
    expect(events.filter(({ kind }) => kind === 'outcome')).toHaveLength(3);
  });

  it('without predictions gives the inputs alone', async () => {
    const { events } = await read([file('inputs.csv', 'timestamp,x\n2024-01-01,1\n2024-01-02,2\n')]);
    expect(events.map((event) => event.kind === 'prediction' && event.features)).toEqual([
      { x: 1 },
      { x: 2 },
    ]);
  });

  it('keeps a word among numbers as what it is: a wrong value', async () => {
    const { events } = await read([
      file('odd.csv', 'timestamp,x\n2024-01-01,1\n2024-01-02,oops\n2024-01-03,3\n'),
    ]);
    expect(events.map((event) => event.kind === 'prediction' && event.features['x'])).toEqual([1, 'oops', 3]);
  });
});

describe('what is wrong with a file', () => {
  it('is listed by row and column, and the rest is used', async () => {
    const path = file(
      'bad.csv',
      'id,timestamp,x,score,outcome\na,2024-01-01,1,0.5,1\nb,soon,1,0.5,1\nc,2024-01-02,1,1.5,0\nd,2024-01-03,1,0.5,maybe\ne,2024-01-04,1,0.4,1\n',
    );
    const { events, books } = await read([path], {
      score: 'score',
      time: 'timestamp',
      id: 'id',
      task: 'binary',
    });
    expect(events.map(({ id }) => id)).toEqual(['a', 'a', 'e', 'e']);
    expect(books.bad).toBe(3);
    expect(books.listed.map(({ row, why }) => `${row}: ${why}`)).toEqual([
      '2: column timestamp: no time, or one that cannot be read',
      '3: column score: 1.5 is no probability (0 to 1)',
      '4: column outcome: maybe is no 0 or 1',
    ]);
  });

  it('stops the reading when there is too much of it', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `${i},${i % 4 === 0 ? 'soon' : '2024-01-01'},1`).join(
      '\n',
    );
    const path = file('rotten.csv', `id,timestamp,x\n${rows}\n`);
    await expect(read([path], { time: 'timestamp' }, { badShare: 0.1 })).rejects.toThrow(
      /more than 10% of the rows are bad; the first ones:\n.*rotten\.csv, row 1: column timestamp/,
    );
  });

  it('is told by its line where a line cannot be taken apart', async () => {
    const csv = await read([file('torn.csv', 'timestamp,x\n2024-01-01,1\n2024-01-02,2,3,4\n2024-01-03,3\n')]);
    expect(csv.events).toHaveLength(2);
    expect(csv.broken).toEqual([expect.stringMatching(/^3: /)]);
    const json = await read([
      file('torn.ndjson', '{"timestamp":"2024-01-01","x":1}\nnot json\n{"timestamp":"2024-01-02","x":2}\n'),
    ]);
    expect(json.events).toHaveLength(2);
    expect(json.broken).toEqual(['2: is no JSON object: not json']);
  });

  it.each([
    ['there is none', () => [join(folder, 'missing.csv')], /there is no file .*missing\.csv/],
    [
      'the name is nearly right',
      () => [file('history.csv', CSV) && join(folder, 'histroy.csv')],
      /did you mean history\.csv\?/,
    ],
    ['it is empty', () => [file('empty.csv', '')], /empty\.csv is empty/],
    ['it is of another kind', () => [file('a.xlsx', 'x')], /a\.xlsx: what is it\? Files end in \.csv/],
    ['no file matches', () => [join(folder, 'none-*.csv')], /no file matches/],
    ['it is no Parquet', () => [file('fake.parquet', 'hello, world')], /fake\.parquet: /],
    [
      'columns differ',
      () => [file('x.csv', 'timestamp,a\n2024-01-01,1\n'), file('z.csv', 'timestamp,aa\n2024-01-01,1\n')],
      /z\.csv has a column aa that .*x\.csv does not have \(did you mean a\?\)/,
    ],
  ])('is an error that says so: %s', async (_name, files, message) => {
    await expect(read(files())).rejects.toThrow(message);
  });
});
