import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/load-config.js';
import { printTopology } from '../../../src/topology.js';
import { CliProcess, killRunning, runCli } from './cli-process.js';
import { pointsAskedAndHeld } from './metric-completeness.js';
import { DEMO_MODEL, runDemo } from './run-demo.js';
import { expectBalance, withoutTime } from './summary-checks.js';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.js';

afterEach(killRunning);
afterAll(removeTemporaryFolders);

/** What someone sees who has made a mistake: the lines that say so, no stack, nothing on standard output. */
async function refusalOf(args: readonly string[], cwd?: string): Promise<string[]> {
  const cli = await runCli(args, cwd);
  expect(cli.exit).toEqual({ code: 1, signal: null });
  expect(cli.stdout).toBe('');
  expect(cli.stderr).not.toMatch(/^\s+at /m);
  return cli.stderr.trimEnd().split('\n');
}

describe('leeway topology', () => {
  it('prints the table that the runtime is built from', async () => {
    const cli = await runCli(['topology']);
    expect(cli.exit?.code).toBe(0);
    expect(cli.stdout).toBe(`${printTopology()}\n`);
    expect(cli.stdout).toMatch(/─> profiler ─/);
  });
});

describe('a wrong command line', () => {
  it.each([
    ['demo --speed fast', /--speed must be max or a number above 0 .*got fast/],
    ['demo --days x', /--days must be a number above 0, got x/],
    ['demo --every 0', /--every must be a whole number above 0, got 0/],
    ['demo --days 1 --port 99999', /--port must be 0 to 65535, got 99999/],
    ['run --port eighty', /--port must be 0 to 65535, got eighty/],
    [
      'run --stage profiler,scorer',
      /no stage "scorer"; there are rekey, profiler, evaluator, trainer, sink, feed/,
    ],
    ['run --config missing.yaml', /missing\.yaml, which does not exist/],
    ['run --port 0 --influx nonsense', /InfluxDB: the address is not a URL; write http:\/\/host:8086/],
    ['run --port 0 --kafka nonsense', /--kafka must be host:port, or several .*got nonsense/],
    ['simulate storm', /no simulator storm: use churn, delivery, sale/],
    ['simulate churn --variant both', /churn has no variant both: use data or concept/],
    ['simulate churn --scale 0', /--scale must be a number above 0, got 0/],
    ['simulate churn --scale x', /--scale must be a number above 0, got x/],
    ['simulate churn --seed -1', /seed must be a whole number from 0/],
  ])('%s: is answered with one line that says what to write', async (command, line) => {
    const folder = temporaryFolder();
    const lines = await refusalOf(command.split(' '), folder);
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(lines[0]).toMatch(/^leeway: /);
    // Nothing but the data folder of a run that got as far as its services.
    expect(readdirSync(folder).filter((name) => name !== '.leeway')).toEqual([]);
  });

  it.each([
    ['demo --sped max', /^error: unknown option '--sped'/],
    ['rnu', /^error: unknown command 'rnu'/],
  ])('%s: is answered with what is wrong, and the help', async (command, line) => {
    const [first, ...help] = await refusalOf(command.split(' '));
    expect(first).toMatch(line);
    expect(help.join('\n')).toContain('Usage: leeway');
  });
});

describe('a wrong leeway.yaml', () => {
  it('is answered with line, key and fix of each mistake', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'leeway.yaml'), '# watches\npane: 5m\nkafak: 3\nport: eighty\n');
    expect(await refusalOf(['run'], folder)).toEqual([
      'leeway: leeway.yaml:3:1: kafak: unknown key: did you mean kafka?',
      'leeway.yaml:4:7: port: must be a whole number from 0 to 65535, not "eighty"',
    ]);
  });

  it('may be no YAML at all', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'leeway.yaml'), 'port: 80\npane: [5m\n');
    expect((await refusalOf(['demo'], folder))[0]).toMatch(/^leeway: leeway\.yaml:3:1: /);
  });
});

describe('leeway demo where the port is taken', () => {
  it('says so before a flight is read, on a line of its own, and leaves nothing behind', async () => {
    const first = new CliProcess(['run', '--port', '0', '--data', temporaryFolder()]);
    const port = new URL(await first.url()).port;
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('leeway-demo-'));
    const before = left();
    const [line, ...more] = await refusalOf(['demo', '--port', port], temporaryFolder());
    expect(line).toMatch(
      new RegExp(
        `^leeway: cannot listen on 127.0.0.1:${port}: .*; is another Leeway running there\\? npm start -- --port `,
      ),
    );
    expect(more).toEqual([]);
    expect(left().filter((name) => !before.includes(name))).toEqual([]);
    expect(await first.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('leeway demo --days 1 --json', () => {
  const data = temporaryFolder();

  it('ends with one JSON object that has every key, and balanced books', async () => {
    const run = await runDemo({ days: 1, every: 1 }, { data });
    const { summary } = run;
    expectBalance(run);
    const entered = { read: run.flights, accepted: run.flights, duplicates: 0, deadLetters: 0 };
    expect(summary).toEqual({
      predictions: entered,
      outcomes: entered,
      joined: run.flights,
      unmatchedPredictions: 0,
      unmatchedOutcomes: 0,
      latePredictions: expect.any(Number),
      lateOutcomes: expect.any(Number),
      panes: expect.any(Number),
      alerts: [],
      retrainings: [],
      versions: [
        {
          version: '0',
          from: '2001-01-01T00:00:00.000Z',
          rows: run.flights,
          logLoss: expect.any(Number),
          auc: 0.5,
          accuracy: expect.any(Number),
        },
      ],
      seconds: expect.any(Number),
    });
    expect(summary.panes).toBeGreaterThanOrEqual(20);
  });

  it('does not end before the metric store has all that it was to show', async () => {
    const { asked, held } = await pointsAskedAndHeld(data, DEMO_MODEL, defaultConfig.partitions);
    expect(asked.length).toBeGreaterThan(100);
    expect(held).toEqual(asked);
  });

  it('finds everything done when it is started again', async () => {
    const [first, again] = [
      await runDemo({ days: 1, every: 1 }, { data: temporaryFolder() }),
      await runDemo({ days: 1, every: 1 }, { data }),
    ];
    expect(withoutTime(again.summary)).toEqual(withoutTime(first.summary));
  });
});

describe('leeway run', () => {
  it('answers /healthz and /readyz, and ends with 0 when it is asked to', async () => {
    const cli = new CliProcess(['run', '--port', '0', '--data', temporaryFolder()]);
    expect(await cli.until('/healthz', () => cli.get('/healthz'))).toEqual({ alive: true });
    expect(await cli.until('/readyz', () => cli.get('/readyz'))).toMatchObject({ ready: true });
    expect(await cli.stop()).toEqual({ code: 0, signal: null });
  });

  it.each([['run'], ['demo', '--days', '1']])(
    'refuses a data folder that is in use (%s)',
    async (...command) => {
      const data = temporaryFolder();
      const first = new CliProcess(['run', '--port', '0', '--data', data]);
      await first.url();
      const second = await runCli([...command, '--port', '0', '--data', data]);
      expect(second.exit).toEqual({ code: 1, signal: null });
      expect(second.stderr).toMatch(/leeway: the log in .* is in use by process \d+.*stop it first/);
      expect(second.stderr).not.toMatch(/^\s+at /m);
      // The first one is none the worse for it.
      expect(await first.get('/healthz')).toEqual({ alive: true });
      expect(await first.stop()).toEqual({ code: 0, signal: null });
    },
  );
});

describe('leeway simulate churn', () => {
  it('writes events and their ground truth, the same bytes for the same seed', async () => {
    const folder = temporaryFolder();
    const simulate = async (name: string, seed: number): Promise<{ events: string; truth: string }> => {
      const [out, truth] = [join(folder, `${name}.jsonl`), join(folder, `${name}.json`)];
      const cli = await runCli([
        'simulate',
        'churn',
        '--seed',
        String(seed),
        '--scale',
        '0.05',
        '--out',
        out,
        '--truth',
        truth,
      ]);
      expect(cli.exit?.code).toBe(0);
      return { events: readFileSync(out, 'utf8'), truth: readFileSync(truth, 'utf8') };
    };
    const one = await simulate('one', 7);
    expect(await simulate('again', 7)).toEqual(one);
    expect((await simulate('other', 8)).events).not.toBe(one.events);
    expect(JSON.parse(one.truth)).toMatchObject({
      name: 'churn',
      seed: 7,
      task: 'binary',
      changes: [{ kind: 'data', features: ['login_frequency'] }],
    });
    const lines = one.events
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { topic: string; event: object });
    expect(lines.filter(({ topic }) => topic === 'predictions').length).toBeGreaterThan(1_000);
    expect(lines.slice(-2)).toEqual(
      ['predictions', 'outcomes'].map((topic) => ({
        topic,
        event: expect.objectContaining({ kind: 'end' }),
      })),
    );
  });
});
