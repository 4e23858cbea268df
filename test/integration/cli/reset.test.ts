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

interface Settled {
  readonly points: readonly MetricPoint[];
  readonly books: unknown;
  /** How many panes the evaluator has closed in this process. */
  readonly panes: number;
}

/** What the store has once all rows are in the books, as many panes are closed and the sink has written them all. */
async function settled(cli: CliProcess, panes: number): Promise<Settled> {
  const found = await cli.until(`all rows in the books, ${panes} panes`, async () => {
    const books = (await statusOf(cli))?.books;
    if (books?.outcomes.read !== ROWS || books.predictions.read !== ROWS) return undefined;
    const produced = await metric(cli, 'leeway_produced_records_total');
    const closed = produced['stage="evaluator",topic="panes"'] ?? 0;
    const written = (await metric(cli, 'leeway_consumed_records_total'))['stage="sink"'] ?? 0;
    if (closed < panes || written < (produced['stage="evaluator",topic="metrics"'] ?? 0)) return undefined;
    return { books, panes: closed };
  });
  const answer = await cli.get<{ metrics: MetricPoint[] }>(`/api/metrics?model=${STEADY}`);
  return { points: answer?.metrics ?? [], ...found };
}

await onBothEngines('leeway reset', (newPlace) => {
  it('computes the same metrics again, of every stage', async () => {
    const place = newPlace();
    const cli = await start(place);
    await postSteady(cli, 0, ROWS);
    const before = await settled(cli, 1);
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
      const panes = stage === 'evaluator' || stage === 'profiler' ? before.panes : 0;
      expect(await settled(again, panes), stage).toEqual({ ...before, panes });
      expect(await again.stop()).toEqual({ code: 0, signal: null });
    }
  });

  it('knows the stages that can begin again', async () => {
    const feed = await command(newPlace(), ['reset', '--stage', 'feed']);
    expect(feed.exit?.code).toBe(1);
    expect(feed.stderr).toContain('--stage must be one of profiler, evaluator, trainer, sink, got feed');
  });
});
