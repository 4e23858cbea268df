import { describe, expect, it } from 'vitest';
import { openSink, pointsOf, type SinkOptions } from '../../../consumers/sink/sink.js';
import { toOffset, type Commit, type LogRecord, type Task } from '../../../src/log/port.js';
import type { MetricPoint, MetricStore } from '../../../src/metric-store/port.js';
import type { MetricsRecord } from '../../../src/records/feed.js';

const down = new Error('down');
const wrongPassword = new Error('wrong password');

function metrics(changes: Partial<MetricsRecord> = {}): MetricsRecord {
  return {
    v: 1,
    kind: 'metrics',
    model: 'm',
    version: '1',
    segment: '',
    resolution: '1h',
    side: 'outcome',
    start: 3_600_000,
    end: 7_200_000,
    n: 10,
    values: { accuracy: 0.9, logLoss: 0.3 },
    ...changes,
  };
}

function record(value: unknown, offset = 0): LogRecord {
  const text = Buffer.from(JSON.stringify(value));
  return {
    topic: 'metrics',
    partition: 0,
    offset: toOffset(offset),
    key: 'm',
    value: text,
    headers: {},
    appendedAt: 0,
  };
}

/** A sink whose store answers each write with the next of `answers` (then always well), and what happened, in order. */
function sink(answers: (Error | null)[] = [], changes: Partial<SinkOptions> = {}) {
  const events: string[] = [];
  const written: MetricPoint[][] = [];
  const commits: Commit[] = [];
  const store: Pick<MetricStore, 'write'> = {
    write: async (points) => {
      const answer = answers.shift();
      if (answer) {
        events.push('refused');
        throw answer;
      }
      events.push('written');
      written.push([...points]);
    },
  };
  const task: Task = {
    group: 'g',
    partition: 0,
    topics: ['metrics'],
    committed: { metrics: toOffset(0) },
    commit: async (commit) => {
      events.push('committed');
      commits.push(commit);
    },
  };
  const waits: number[] = [];
  const handler = openSink(task, {
    store: store as MetricStore,
    isTransient: (error) => error === down,
    sleep: async (ms) => void waits.push(ms),
    onWaiting: ({ message }, attempt) => events.push(`waiting ${attempt}: ${message}`),
    ...changes,
  });
  return { handler, events, written, commits, waits };
}

describe('pointsOf', () => {
  it('makes one point of each value and of each value of a feature, at the start of the pane', () => {
    const at = { model: 'm', version: '1', segment: 'colour=red', resolution: '6h', time: 3_600_000 };
    const features = { x: { js: 0.1, psi: 0.2 } };
    expect(pointsOf(record(metrics({ segment: 'colour=red', resolution: '6h', features })))).toEqual([
      { ...at, feature: '', metric: 'accuracy', value: 0.9 },
      { ...at, feature: '', metric: 'logLoss', value: 0.3 },
      { ...at, feature: 'x', metric: 'js', value: 0.1 },
      { ...at, feature: 'x', metric: 'psi', value: 0.2 },
    ]);
  });

  it('makes none of a status', () => {
    expect(pointsOf(record({ v: 1, kind: 'status', model: 'm' }))).toEqual([]);
  });

  it('makes the same points of the same record: a rewrite changes nothing', () => {
    expect(pointsOf(record(metrics(), 1))).toEqual(pointsOf(record(metrics(), 2)));
  });
});

describe('the sink', () => {
  it('writes everything first and then commits one past the last record', async () => {
    const { handler, events, written, commits } = sink();
    await handler.process([record(metrics(), 7), record(metrics(), 8)], {});
    expect(events).toEqual(['written', 'committed']);
    expect(written[0]).toHaveLength(4);
    expect(commits).toEqual([{ consumed: { metrics: 9 }, produced: [] }]);
  });

  it('writes what is much in several goes', async () => {
    const { handler, written } = sink();
    const values = Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`metric${i}`, i]));
    await handler.process([record(metrics({ values }))], {});
    expect(written.flat()).toEqual(pointsOf(record(metrics({ values }))));
    expect(written.every((points) => points.length <= 4000)).toBe(true);
  });

  it('waits and tries again while the store is down, longer each time up to a limit, and commits only after success', async () => {
    const { handler, events, waits, written } = sink(Array.from({ length: 9 }, () => down));
    await handler.process([record(metrics())], {});
    expect(events.slice(0, 4)).toEqual(['refused', 'waiting 1: down', 'refused', 'waiting 2: down']);
    expect(events.slice(-2)).toEqual(['written', 'committed']);
    expect(written).toHaveLength(1);
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  });

  it('throws what waiting cannot mend, and commits nothing', async () => {
    const { handler, events } = sink([wrongPassword]);
    await expect(handler.process([record(metrics())], {})).rejects.toBe(wrongPassword);
    expect(events).toEqual(['refused']);
  });

  it('commits nothing when it is closed while it waits, nor anything later, which would pass over what was not written', async () => {
    const { handler, events } = sink([down], { sleep: () => handler.close() });
    await handler.process([record(metrics(), 1)], {});
    await handler.process([record(metrics(), 2)], {});
    expect(events).toEqual(['refused', 'waiting 1: down']);
  });

  it('lets go when its process is to stop, though the store stays down', async () => {
    const stopping = new AbortController();
    const waiting = (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve());
        stopping.abort();
      });
    const { handler, events } = sink([down, down, down], { sleep: waiting, stopping: stopping.signal });
    await handler.process([record(metrics(), 1)], {});
    await handler.process([record(metrics(), 2)], {});
    expect(events).toEqual(['refused', 'waiting 1: down']);
  });
});
