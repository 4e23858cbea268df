/** A stage that begins again: afterwards every metric is the one that it was. */
import { afterAll, afterEach, expect, it } from 'vitest';
import type { MetricPoint } from '../../../src/metric-store/port.js';
import type { StatusRecord } from '../../../src/records/feed.js';
import { killRunning, type CliProcess } from '../demo/cli-process.js';
import { postSteady, STEADY } from '../demo/steady-stream.js';
import { removeTemporaryFolders } from '../demo/temporary-folder.js';
import { onBothEngines } from './engines.js';
import { command, metric, start } from './leeway.js';

afterEach(killRunning);
afterAll(removeTemporaryFolders);

const ROWS = 300;

const statusOf = async (cli: CliProcess): Promise<StatusRecord | undefined> =>
  (await cli.get<{ status: StatusRecord }>(`/api/models/${STEADY}`))?.status;

/** All metrics that the store has, once the books hold all rows and nothing is unread. */
async function settled(cli: CliProcess, again: boolean): Promise<{ points: MetricPoint[]; books: unknown }> {
  const status = await cli.until('all rows in the books', async () => {
    const found = await statusOf(cli);
    if (found?.books.outcomes.read !== ROWS || found.books.predictions.read !== ROWS) return undefined;
    const consumed = await metric(cli, 'leeway_consumed_records_total');
    if (again && !((consumed['stage="evaluator"'] ?? 0) > 0)) return undefined;
    const lag = await metric(cli, 'leeway_lag_records');
    return Object.values(lag).every((n) => n <= 1) ? found : undefined;
  });
  const answer = await cli.get<{ metrics: MetricPoint[] }>(`/api/metrics?model=${STEADY}`);
  return { points: answer?.metrics ?? [], books: status.books };
}

await onBothEngines('leeway reset', (newPlace) => {
  it('computes the same metrics again, of every stage', async () => {
    const place = newPlace();
    const cli = await start(place);
    await postSteady(cli, 0, ROWS);
    const before = await settled(cli, false);
    expect(before.points.length).toBeGreaterThan(100);

    const running = await command(place, ['reset', '--stage', 'evaluator', '--yes']);
    expect(running.exit?.code).toBe(1);
    expect(running.stderr).toMatch(place.shared ? /running member.*stop every process/ : /in use by process/);
    expect(await cli.stop()).toEqual({ code: 0, signal: null });

    const asked = await command(place, ['reset', '--stage', 'profiler']);
    expect(asked.exit?.code).toBe(1);
    expect(asked.stderr).toMatch(/Readers of panes.* see their records a second time/);
    expect(asked.stderr).toContain('Nothing was changed. With --yes it is done');

    for (const stage of ['evaluator', 'profiler', 'sink', 'trainer']) {
      const done = await command(place, ['reset', '--stage', stage, '--yes']);
      if (done.exit?.code !== 0) throw done.failure('the reset failed');
      const again = await start(place);
      const after = await settled(again, stage === 'evaluator' || stage === 'profiler');
      expect(after, stage).toEqual(before);
      expect(await again.stop()).toEqual({ code: 0, signal: null });
    }
  });

  it('knows the stages that can begin again', async () => {
    const feed = await command(newPlace(), ['reset', '--stage', 'feed']);
    expect(feed.exit?.code).toBe(1);
    expect(feed.stderr).toContain('--stage must be one of profiler, evaluator, trainer, sink, got feed');
  });
});
