/** `leeway backtest` as people call it: files in, exit code, JSON and page out. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import type { Summary } from '../../../src/report/summary.js';
import { DAY, published, story } from '../../unit/backtest/history.js';

const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const TURNS_ON = 60;
let folder = '';
let events: readonly (Prediction | Outcome)[] = [];
let csv = '';
let lines = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leeway-backtest-'));
  events = story({ days: 90, turnsOn: TURNS_ON, rowsADay: 80 });
  csv = join(folder, 'claims.csv');
  writeFileSync(csv, asCsv(events));
  lines = join(folder, 'claims.ndjson');
  writeFileSync(
    lines,
    events
      .map(
        (event) =>
          `{"topic":"${event.kind === 'prediction' ? 'predictions' : 'outcomes'}","event":${published(event).toString()}}`,
      )
      .join('\n'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function asCsv(all: readonly (Prediction | Outcome)[]): string {
  const outcomes = new Map(
    all.flatMap((event) => (event.kind === 'outcome' ? [[event.id, event] as const] : [])),
  );
  const rows = all.flatMap((event) => {
    if (event.kind !== 'prediction' || event.answer.task !== 'binary') return [];
    const outcome = outcomes.get(event.id);
    const { x, colour, gap } = event.features;
    const time = new Date(event.time).toISOString();
    const known = outcome ? `${String(outcome.outcome)},${new Date(outcome.time).toISOString()}` : ',';
    return [
      `${event.id},${time},${x},${colour},${gap ?? ''},${event.answer.label},${event.answer.score},${known},${event.segments?.['half']},${event.latencyMs}`,
    ];
  });
  return ['claim_id,at,x,colour,gap,said,p,truth,known_at,half,ms', ...rows].join('\n');
}

const mapping =
  'id_column: claim_id\ntimestamp: at\nclassification: { target: truth, prediction_labels: said, prediction_probas: p }\n';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function leeway(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, 'backtest', ...args],
      { cwd: folder, maxBuffer: 1e8 },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe('a backtest', () => {
  it('of a table with a mapping ends in 3 when the world has turned, with the day and the reason', async () => {
    writeFileSync(join(folder, 'mapping.yaml'), mapping);
    const html = join(folder, 'report.html');
    const json = join(folder, 'report.json');
    const { code, out, err } = await leeway(
      'claims.csv',
      '--mapping',
      'mapping.yaml',
      '--outcome-time',
      'known_at',
      '--segment',
      'half',
      '--latency',
      'ms',
      '--html',
      html,
      '--json',
      json,
    );
    expect(err).toBe('');
    expect(code).toBe(3);
    const summary = JSON.parse(readFileSync(json, 'utf8')) as Summary;
    expect(summary.alarmed).toBe(true);
    const [model] = summary.models;
    const performance = model?.alerts.filter(({ track }) => track === 'performance') ?? [];
    expect(performance.length).toBeGreaterThan(0);
    const turned = Date.UTC(2024, 0, 1) + TURNS_ON * DAY;
    // Of eighty rows a day the onset is an estimate, to a few days.
    for (const { since } of model?.alerts ?? [])
      expect(Math.abs(Date.parse(since) - turned)).toBeLessThanOrEqual(3 * DAY);
    expect(model?.books?.predictions).toMatchObject({ read: 7200, joined: 7200, deadLetters: 0 });
    expect(out).toContain(performance[0]?.why);
    expect(readFileSync(html, 'utf8')).toContain('<h1>claims</h1>');
  });

  it('of the same history as events gives the same alerts', async () => {
    const settings = join(folder, 'leeway.yaml');
    writeFileSync(settings, 'pane: 6h\ngrace: 6h\nhorizon: 7d\nreference: { units: 42 }\n');
    const rows = await leeway(
      'claims.csv',
      '--model',
      'm',
      '--timestamp',
      'at',
      '--id',
      'claim_id',
      '--prediction',
      'said',
      '--score',
      'p',
      '--outcome',
      'truth',
      '--outcome-time',
      'known_at',
      '--segment',
      'half',
      '--latency',
      'ms',
      '--features',
      'x,colour,gap',
      '--json',
      '-',
      '--config',
      settings,
    );
    const own = await leeway('claims.ndjson', '--json', '-', '--config', settings);
    expect([rows.code, own.code]).toEqual([3, 3]);
    const [fromRows, fromEvents] = [rows, own].map(({ out }) => JSON.parse(out) as Summary);
    expect(fromRows?.models[0]?.alerts).toEqual(fromEvents?.models[0]?.alerts);
    expect(fromRows?.models[0]?.books).toEqual(fromEvents?.models[0]?.books);
  });

  it('ends in 0 where nothing has changed', async () => {
    const calm = join(folder, 'calm.csv');
    writeFileSync(calm, asCsv(story({ days: 70, seed: 3 })));
    const { code, out } = await leeway(
      calm,
      '--timestamp',
      'at',
      '--prediction',
      'said',
      '--score',
      'p',
      '--outcome',
      'truth',
      '--ignore',
      'known_at,half,ms',
    );
    expect(code).toBe(0);
    expect(out).toContain('no alarm in');
  });

  it('ends in 1 with one line that says how to mend it', async () => {
    const { code, err, out } = await leeway('claims.csv', '--timestamp', 'ta');
    expect({ code, err, out }).toEqual({
      code: 1,
      out: '',
      err: 'leeway: there is no column ta (asked for as time): did you mean at?\n',
    });
  });

  it('of too short a history says so and alarms nobody', async () => {
    const short = join(folder, 'short.csv');
    writeFileSync(short, asCsv(story({ days: 10 })));
    const { code, out } = await leeway(
      short,
      '--timestamp',
      'at',
      '--prediction',
      'said',
      '--outcome',
      'truth',
    );
    expect(code).toBe(0);
    expect(out).toContain('no verdict yet');
  });
});
