import { expect, it } from 'vitest';
import { profilerStage } from '../../../consumers/profiler/stage.js';
import { openPureTask } from '../../../consumers/runtime/pure-task.js';
import type { Snapshot } from '../../../consumers/runtime/stage.js';
import type { EventLog } from '../../../src/log/port.js';
import { foldOutput } from '../../oracle/fold.js';
import { MemoryLog } from '../../oracle/memory-log.js';
import { HOUR, MINUTE, rules } from '../../oracle/streams.js';

const T = Date.UTC(2024, 1, 28);

async function panesAfter({ lostDisk }: { lostDisk: boolean }): Promise<string[]> {
  const { fixedTasks: _, ...settings } = rules;
  const log = new MemoryLog();
  const stage = profilerStage({ ...settings, grace: MINUTE, partitions: 1, idleAfter: 30_000 });
  let now = T;
  let disk: Snapshot | null = null;
  const open = () =>
    openPureTask(log.task('g', 0, ['predictions', 'outcomes']), {
      log: log as unknown as EventLog,
      stage,
      snapshots: { load: () => Promise.resolve(disk), save: async (_, snapshot) => void (disk = snapshot) },
      clock: () => now,
      snapshotEvery: 1e9,
      tickEvery: 5,
      onError: (error) => {
        throw error;
      },
    });
  let task = await open();
  const next: Record<string, number> = { predictions: 0, outcomes: 0 };
  const put = async (topic: string, event: object) => {
    log.append({ topic, key: null, value: Buffer.from(JSON.stringify({ model: 'm', ...event })) }, now);
    const records = log.records(topic).slice(next[topic]);
    next[topic] = log.records(topic).length;
    await task.process(records, { predictions: 0, outcomes: 0 });
  };
  await put('predictions', { id: 'a', version: '1', time: T, features: {}, prediction: 1, score: 0.5 });
  now = T + 2 * HOUR; // quiet: a tick says so
  const said = log.records('profiles').length;
  while (log.records('profiles').length === said) await new Promise((resolve) => setTimeout(resolve, 2));
  await put('predictions', {
    id: 'b',
    version: '1',
    time: T + HOUR,
    features: {},
    prediction: 1,
    score: 0.5,
  }); // late, by the tick
  if (lostDisk) {
    disk = null;
    task = await open();
  }
  await put('outcomes', { id: 'b', time: T + 2 * HOUR, outcome: 1 });
  await task.close();
  return Object.keys(foldOutput(log.records('profiles'), log.records('dead-letters')).panes);
}

it('what a tick made late stays late after a restore', async () => {
  expect(await panesAfter({ lostDisk: true })).toEqual(await panesAfter({ lostDisk: false }));
});
