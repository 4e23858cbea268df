/** What a partition leaves behind when it is closed in peace, and what it tells while it is open. */
import { expect, it } from 'vitest';
import { fileSnapshots } from '../../../consumers/runtime/file-snapshots.js';
import { logSnapshots } from '../../../consumers/runtime/log-snapshots.js';
import { openPureTask } from '../../../consumers/runtime/pure-task.js';
import type { MeasuredHandler, PureStage, SnapshotStore } from '../../../consumers/runtime/stage.js';
import type { EventLog } from '../../../src/log/port.js';
import { eventually, spec } from '../../contract/event-log/fixture.js';
import { temporaryDirectory, temporaryLog } from '../log/embedded/temporary-log.js';
import { counting, fill, makeTopics, outputs, type Counts } from './counting-stage.js';

const EACH = 5;

/** Runs until all input is consumed, then closes; returns how many records it had to read again at its start. */
async function runOnce(
  log: EventLog,
  snapshots: SnapshotStore,
  stage: PureStage<Counts>,
  look: (handler: MeasuredHandler) => void = () => undefined,
): Promise<number> {
  let replayed = -1;
  let opened: MeasuredHandler | null = null;
  const subscription = await log.subscribe({
    group: 'g',
    topics: ['left', 'right'],
    produces: ['out'],
    open: async (task) => {
      const handler = await openPureTask(task, {
        log,
        stage,
        snapshots,
        clock: () => 0,
        // Never by the clock.
        snapshotEvery: Number.MAX_SAFE_INTEGER,
        tickEvery: 0,
        onError: (error) => {
          throw error;
        },
        onRestored: (info) => ({ replayed } = info),
      });
      opened = handler;
      return handler;
    },
    onFatal: (error) => {
      throw error;
    },
  });
  await eventually(
    'everything is consumed',
    async () => (await outputs(log)).length === 2 * EACH && !!opened,
  );
  if (opened) look(opened);
  await subscription.close();
  return replayed;
}

it.each([
  ['files', async () => fileSnapshots(await temporaryDirectory(), 'counting')],
  ['the log', (log: EventLog) => Promise.resolve(logSnapshots(log, 'state', 'counting'))],
] as const)('closing leaves a snapshot in %s, so that nothing is read again', async (_, make) => {
  const { log } = await temporaryLog();
  await makeTopics(log);
  await fill(log, EACH);
  const snapshots = await make(log);
  expect(await runOnce(log, snapshots, counting)).toBe(0);
  expect(await runOnce(log, snapshots, counting)).toBe(0);
  // Without it all of it would be.
  expect(await runOnce(log, { load: () => Promise.resolve(null) }, counting)).toBe(2 * EACH);
});

it('an open partition tells what its stage holds', async () => {
  const { log } = await temporaryLog();
  await makeTopics(log);
  await fill(log, EACH);
  const measured: PureStage<Counts> = {
    ...counting,
    measure: ({ seen }) => ({ join: { rows: Object.keys(seen).length, bytes: 0 } }),
  };
  let told: unknown;
  const snapshots: SnapshotStore = { load: () => Promise.resolve(null) };
  await runOnce(log, snapshots, measured, (handler) => (told = handler.measure?.()));
  expect(told).toEqual({ join: { rows: 2 * EACH, bytes: 0 } });
});

it('a state of an older format is brought up, one of a newer refused', async () => {
  const { log } = await temporaryLog();
  await makeTopics(log);
  await fill(log, EACH);
  const snapshots = fileSnapshots(await temporaryDirectory(), 'counting');
  await runOnce(log, snapshots, counting);
  let upgraded = 0;
  const second: PureStage<Counts> = {
    ...counting,
    format: 2,
    upgrades: {
      1: (older) => {
        upgraded++;
        return older;
      },
    },
  };
  expect(await runOnce(log, snapshots, second)).toBe(0);
  expect(upgraded).toBe(1);
  // Without a way up it is rebuilt from the log.
  expect(await runOnce(log, snapshots, { ...counting, format: 2 })).toBe(2 * EACH);
  await fill(log, 1, EACH);
  await expect(snapshots.load(0)).resolves.toMatchObject({ format: 2 });
});

it('a snapshot in the log is gone with its tombstones, also before the topic is compacted', async () => {
  const { log } = await temporaryLog();
  // Never compacted, as Kafka's topics are for a while.
  await log.ensureTopics([spec('kept')]);
  const snapshots = logSnapshots(log, 'kept', 'counting');
  const records = snapshots.asRecords?.(0, { upTo: {}, state: Buffer.from('state') }) ?? [];
  await log.append(records);
  expect(await snapshots.load(0)).not.toBeNull();
  await log.append(records.map((record) => ({ ...record, value: null })));
  expect(await snapshots.load(0)).toBeNull();
});
