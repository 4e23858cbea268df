import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { stageCounters } from '../../../src/cli/stage-counters.js';
import { StageMeter } from '../../../src/cli/stage-meter.js';
import { toOffset, type Commit, type LogRecord, type Task } from '../../../src/log/port.js';

const record = (offset: number, appendedAt = 0): LogRecord => ({
  topic: 'predictions',
  partition: 2,
  offset: toOffset(offset),
  key: null,
  value: null,
  headers: {},
  appendedAt,
});

function setup(commit: (commit: Commit) => Promise<void> = () => Promise.resolve()) {
  const registry = new Registry();
  const time = { wall: 1_000, watch: 0 };
  const meter = new StageMeter({
    stage: 'profiler',
    counters: stageCounters(registry),
    clock: () => time.wall,
    stopwatch: () => (time.watch += 250),
  });
  const task: Task = {
    group: 'g',
    partition: 2,
    topics: ['predictions'],
    committed: { predictions: toOffset(5) },
    commit,
  };
  const open = meter.watch((measured) =>
    Promise.resolve({
      positions: measured.committed,
      process: (records) =>
        measured.commit({
          consumed: { predictions: toOffset((records.at(-1) as LogRecord).offset + 1) },
          produced: [
            { topic: 'profiles', key: null, value: null },
            { topic: 'dead-letters', key: null, value: null, headers: { reason: 'future' } },
          ],
        }),
      measure: () => ({ join: { rows: 3, bytes: 60 } }),
      close: () => Promise.resolve(),
    }),
  );
  const figure = async (name: string, labels: object = {}): Promise<number | undefined> => {
    const { values } = (await registry.getSingleMetric(name)?.get()) ?? { values: [] };
    return values.find((value) => JSON.stringify(value.labels) === JSON.stringify(labels))?.value;
  };
  return { meter, time, figure, open: () => open(task) };
}

describe('a stage that is measured', () => {
  it('is counted: openings, records in and out, dead letters by reason, commits', async () => {
    const { meter, time, figure, open } = setup();
    const handler = await open();
    time.wall = 3_000;
    await handler.process([record(5), record(6)], {});
    expect(await figure('leeway_task_openings_total', { stage: 'profiler' })).toBe(1);
    expect(await figure('leeway_consumed_records_total', { stage: 'profiler' })).toBe(2);
    expect(await figure('leeway_produced_records_total', { stage: 'profiler', topic: 'profiles' })).toBe(1);
    expect(await figure('leeway_dead_letters_total', { stage: 'profiler', reason: 'future' })).toBe(1);
    expect(meter.recent.sumsOf('dead-letters ')).toEqual({ future: 1 });
    expect(meter.recent.max('commit')).toBe(250);
    expect(meter.partitions.get(2)).toMatchObject({ consumed: { predictions: 7 }, activeAt: 3_000 });
    expect(meter.partitions.get(2)?.measure()).toEqual({ join: { rows: 3, bytes: 60 } });
    await handler.close();
    expect(meter.partitions.size).toBe(0);
  });

  it('fails as it would unmeasured; the failure is counted, the position stays', async () => {
    const { meter, figure, open } = setup(() => Promise.reject(new Error('fenced')));
    const handler = await open();
    await expect(handler.process([record(5)], {})).rejects.toThrow('fenced');
    expect(await figure('leeway_task_failures_total', { stage: 'profiler' })).toBe(1);
    expect(meter.lastFailure).toBe('fenced');
    expect(meter.partitions.get(2)?.consumed).toEqual({ predictions: 5 });
    expect(await figure('leeway_consumed_records_total', { stage: 'profiler' })).toBeUndefined();
  });

  it('keeps the newer opening of a partition when the older one closes late', async () => {
    const { meter, open } = setup();
    const older = await open();
    await open();
    await older.close();
    expect(meter.partitions.size).toBe(1);
  });

  it('sees how far the clock of the log is ahead', async () => {
    const { meter, open } = setup();
    const handler = await open();
    await handler.process([record(5, 61_000)], {});
    expect(meter.logAheadMs).toBe(60_000);
  });
});
