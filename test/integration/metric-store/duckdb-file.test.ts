/** The DuckDB file itself: who may open it, what people find in it, and what a killed process leaves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDuckDbMetricStore } from '../../../src/metric-store/duckdb/duckdb-metric-store.js';
import { point } from '../../contract/metric-store.js';

const writerScript = fileURLToPath(new URL('duckdb-writer.mjs', import.meta.url));

describe('DuckDB metrics file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leeway-duckdb-'));
    path = join(folder, 'metrics.duckdb');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads well in SQL', async () => {
    const store = createDuckDbMetricStore({ path });
    await store.open();
    await store.write([
      point({ resolution: '24h', metric: 'auc', value: 0.7 }),
      point({ value: 0.8 }),
      point({ time: point().time + 3_600_000, value: 0.9 }),
    ]);
    await store.close();
    expect(await rows('SELECT CAST(time AS VARCHAR), metric, value FROM daily')).toEqual([
      ['2001-02-22 00:00:00', 'auc', 0.7],
    ]);
    expect(await rows('SELECT CAST(time AS VARCHAR), accuracy FROM accuracy ORDER BY time')).toEqual([
      ['2001-02-22 00:00:00', 0.8],
      ['2001-02-22 01:00:00', 0.9],
    ]);
    expect(await rows(`SELECT CAST(time AS VARCHAR), value FROM latest WHERE resolution = '1h'`)).toEqual([
      ['2001-02-22 01:00:00', 0.9],
    ]);
  });

  it('is refused to a second store of this process', async () => {
    const first = createDuckDbMetricStore({ path });
    const second = createDuckDbMetricStore({ path: join(folder, '.', 'metrics.duckdb') });
    await first.open();
    await expect(second.open()).rejects.toMatchObject({ code: 'locked', handling: 'fatal' });
    await first.close();
    await second.open();
    await second.close();
  });

  it('is refused while another process has it, which the error names', async () => {
    const child = spawn(process.execPath, [writerScript, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const opened = createDuckDbMetricStore({ path }).open();
    await expect(opened).rejects.toMatchObject({ code: 'locked' });
    await expect(opened).rejects.toThrow(new RegExp(`PID ${child.pid}\\).*stop that process`));
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it.each([1, 4, 9])('keeps whole writes when its process is killed during write %i', async (kills) => {
    const child = spawn(process.execPath, [writerScript, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    let done = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      done = Number(line);
      if (done >= kills) child.kill('SIGKILL');
    }
    const store = createDuckDbMetricStore({ path });
    await store.open();
    const found = await store.query({});
    const writes = new Set(found.map((row) => row.time));
    // Every write that was reported is there; the one in flight is there as a whole or not at all.
    expect(writes.size).toBeGreaterThanOrEqual(done);
    expect(found).toHaveLength(writes.size * 3_000);
    await store.write([point({ value: 1 })]);
    expect(await store.query({ model: point().model })).toEqual([point({ value: 1 })]);
    await store.close();
  });

  it('is refused when it is something else', async () => {
    writeFileSync(path, 'not a database, but a letter. '.repeat(1_000));
    const opened = createDuckDbMetricStore({ path }).open();
    await expect(opened).rejects.toMatchObject({ code: 'unreadable', handling: 'fatal' });
    await expect(opened).rejects.toThrow(/metrics\.duckdb.*move it away/);
  });

  it('is refused when its folder cannot be made', async () => {
    writeFileSync(path, '');
    await expect(createDuckDbMetricStore({ path: join(path, 'metrics.duckdb') }).open()).rejects.toThrow(
      /the folder of the metrics file/,
    );
  });

  it('is refused when a newer Leeway has laid it out', async () => {
    const store = createDuckDbMetricStore({ path });
    await store.open();
    await store.close();
    await rows('INSERT INTO leeway_layout VALUES (99)');
    await expect(store.open()).rejects.toThrow(/layout 99, newer than this Leeway's 1: upgrade/);
  });

  async function rows(sql: string): Promise<unknown[][]> {
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    try {
      return (await connection.runAndReadAll(sql)).getRows();
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }
});
