import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { processMetrics } from '../../../src/cli/process-metrics.js';
import { stageCounters } from '../../../src/cli/stage-counters.js';
import { startOperationsServer } from '../../../src/server/operations-server.js';
import type { Measures } from '../../../src/server/status/measures.js';
import { RULES } from '../../../src/server/status/rules.js';
import type { Status } from '../../../src/server/status/status.js';
import { startFixture } from './fixture.js';

const MEASURES: Measures = {
  windowMs: 300_000,
  stopping: false,
  stages: [
    {
      stage: 'profiler',
      condition: { state: 'running' },
      partitions: [
        { partition: 1, lag: { predictions: 7, outcomes: 0 }, quietMs: 1_500, joinRows: 3, joinBytes: 60 },
      ],
      recent: { consumed: 0, deadLetters: {}, failures: 0, lastFailure: null, slowestCommitMs: 0 },
    },
  ],
  watermarks: [{ model: 'm', side: 'outcomes', ageMs: 90_000 }],
  eventLoopDelayMs: 20,
  residentBytes: 2 ** 28,
  diskFreeBytes: 2 ** 40,
  logAheadMs: 250,
  toldToWait: 0,
  feedProblems: [],
};

const WELL: Status = { status: 'ok', parts: { process: { status: 'ok', findings: [] } } };

function registry(): Registry {
  const made = new Registry();
  stageCounters(made);
  processMetrics(made, () => Promise.resolve(MEASURES), '1.2.3');
  return made;
}

describe('the server of a process without a feed', () => {
  it('tells how it is, and nothing else', async () => {
    const server = await startOperationsServer({
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      readiness: () => ({ ready: false, reasons: ['the process is stopping'] }),
      status: () => Promise.resolve(WELL),
      registry: registry(),
    });
    onTestFinished(() => server.stop());
    const get = (path: string) => fetch(server.url + path);
    expect(await (await get('/healthz')).json()).toEqual({ alive: true });
    expect((await get('/readyz')).status).toBe(503);
    expect(await (await get('/api/status')).json()).toEqual(WELL);
    const metrics = await (await get('/metrics')).text();
    for (const line of [
      'leeway_lag_records{stage="profiler",topic="predictions",partition="1"} 7',
      'leeway_quiet_seconds{stage="profiler",partition="1"} 1.5',
      'leeway_join_rows{partition="1"} 3',
      'leeway_join_bytes{partition="1"} 60',
      'leeway_watermark_age_seconds{model="m",side="outcomes"} 90',
      'leeway_stage_up{stage="profiler"} 1',
      'leeway_log_ahead_seconds 0.25',
      'leeway_build_info{version="1.2.3"} 1',
    ])
      expect(metrics).toContain(`${line}\n`);
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(metrics).toMatch(/^nodejs_eventloop_lag_p99_seconds \S+$/m);
    const refused = await get('/v1/predictions');
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({
      error: { fix: expect.stringContaining('/api/status') as string },
    });
  });

  it('says which port is taken', async () => {
    const options = {
      host: '127.0.0.1',
      logger: pino({ level: 'silent' }),
      readiness: () => ({ ready: true, reasons: [] }),
      registry: new Registry(),
    };
    const first = await startOperationsServer({ ...options, port: 0 });
    onTestFinished(() => first.stop());
    const port = Number(new URL(first.url).port);
    await expect(startOperationsServer({ ...options, port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: listen EADDRINUSE`,
    );
  });
});

describe('docs/operations.md', () => {
  const text = readFileSync('docs/operations.md', 'utf8');

  it('explains every metric, and none that there is not', async () => {
    const fixture = await startFixture();
    onTestFinished(() => fixture.close());
    const names = [registry(), fixture.registry].flatMap((one) =>
      one.getMetricsAsArray().map(({ name }) => name),
    );
    const own = new Set(names.filter((name) => name.startsWith('leeway_')));
    const documented = [...text.matchAll(/^\| `(leeway_\w+)`/gm)].map(([, name]) => name);
    expect(new Set(documented)).toEqual(own);
    expect(documented).toHaveLength(own.size);
  });

  it('explains every rule', () => {
    const explained = [...text.matchAll(/^\| `([a-z-]+)` +\|[^|]*\|[^|]*\|[^|]*\|$/gm)].map(
      ([, name]) => name,
    );
    expect(explained).toEqual(RULES);
  });
});
