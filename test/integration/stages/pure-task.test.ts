import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fileSnapshots } from '../../../consumers/runtime/file-snapshots.js';
import { logSnapshots } from '../../../consumers/runtime/log-snapshots.js';
import { openPureTask, type PureTaskOptions } from '../../../consumers/runtime/pure-task.js';
import type { PureStage, SnapshotStore } from '../../../consumers/runtime/stage.js';
import { toOffset, type Commit, type EventLog, type Task, type TaskHandler } from '../../../src/log/port.js';
import { eventually, readAll } from '../../contract/event-log/fixture.js';
import { temporaryDirectory, temporaryLog } from '../log/embedded/temporary-log.js';
import { counting, fill, makeTopics, outputs, textOf, type Counts } from './counting-stage.js';

const EACH = 6;
const options = (
  log: EventLog,
  snapshots: SnapshotStore,
  changes: Partial<PureTaskOptions<Counts>> = {},
): PureTaskOptions<Counts> => ({
  log,
  stage: counting,
  snapshots,
  clock: () => 0,
  snapshotEvery: 0,
  tickEvery: 0,
  onError: (error) => {
    throw error;
  },
  ...changes,
});

/** Runs the group until all of the input is committed; returns what the output then holds. */
async function runToEnd(
  log: EventLog,
  open: (task: Task) => Promise<TaskHandler>,
  expected: number,
): Promise<string[]> {
  let fatal: Error | null = null;
  const subscription = await log.subscribe({
    group: 'g',
    topics: ['left', 'right'],
    produces: ['out'],
    maxBatchRecords: 1,
    open,
    onFatal: (error) => (fatal = error),
  });
  await eventually(`${expected} outputs`, async () => {
    if (fatal) throw fatal;
    return (await outputs(log)).length >= expected;
  });
  await subscription.close();
  return outputs(log);
}

/** What a restore finds, without any further record: the state as the last commit left it. */
async function restoredState(log: EventLog, snapshots: SnapshotStore): Promise<Counts> {
  let state: Counts | null = null;
  const watched: PureStage<Counts> = {
    ...counting,
    empty: () => (state = counting.empty(0)),
    decode: (bytes) => (state = counting.decode(bytes)),
  };
  let opened = false;
  const subscription = await log.subscribe({
    group: 'g',
    topics: ['left', 'right'],
    produces: ['out'],
    open: async (task) => {
      const handler = await openPureTask(task, options(log, snapshots, { stage: watched }));
      opened = true;
      return { ...handler, close: async () => undefined };
    },
    onFatal: (error) => {
      throw error;
    },
  });
  await eventually('the task is open', () => opened);
  await subscription.close();
  if (!state) throw new Error('nothing was restored');
  return state;
}

const stores = {
  files: async () => fileSnapshots(await temporaryDirectory(), 'counting'),
  'the log': (log: EventLog) => Promise.resolve(logSnapshots(log, 'state', 'counting')),
  nowhere: () => Promise.resolve<SnapshotStore>({ load: () => Promise.resolve(null) }),
};

/** Throws once for each of the texts, half-way through whatever is going on. */
function crashOnce(texts: readonly string[]): (text: string | undefined) => void {
  const left = new Set(texts);
  return (text) => {
    if (text !== undefined && left.delete(text)) throw new Error(`crash at ${text}`);
  };
}

const crashes: Record<
  string,
  (
    texts: readonly string[],
    log: EventLog & { fence(group: string, partition: number): Promise<void> },
    snapshots: SnapshotStore,
  ) => (task: Task) => Promise<TaskHandler>
> = {
  'in a step, with the state half changed': (texts, log, snapshots) => {
    const crash = crashOnce(texts);
    const stage: PureStage<Counts> = {
      ...counting,
      step: (state, records) =>
        records.flatMap((record) => {
          const produced = counting.step(state, [record]);
          if (!restoring) crash(textOf(record));
          return produced;
        }),
    };
    let restoring = true;
    return async (task) => {
      restoring = true;
      const handler = await openPureTask(task, options(log, snapshots, { stage }));
      restoring = false;
      return handler;
    };
  },
  'before the commit': (texts, log, snapshots) => {
    const crash = crashOnce(texts);
    return (task) =>
      openPureTask(
        wrapped(task, async (commit) => {
          crash(commit.produced.find(({ topic }) => topic === 'out')?.key ?? undefined);
          await task.commit(commit);
        }),
        options(log, snapshots),
      );
  },
  'after the commit, its result unknown': (texts, log, snapshots) => {
    const crash = crashOnce(texts);
    return (task) =>
      openPureTask(
        wrapped(task, async (commit) => {
          await task.commit(commit);
          crash(commit.produced.find(({ topic }) => topic === 'out')?.key ?? undefined);
        }),
        options(log, snapshots),
      );
  },
  'because another owner took the task': (texts, log, snapshots) => {
    const left = new Set(texts);
    return (task) =>
      openPureTask(
        wrapped(task, async (commit) => {
          const key = commit.produced.find(({ topic }) => topic === 'out')?.key ?? '';
          if (left.delete(key)) await log.fence(task.group, task.partition);
          await task.commit(commit);
        }),
        options(log, snapshots),
      );
  },
};

function wrapped(task: Task, commit: Task['commit']): Task {
  return {
    group: task.group,
    partition: task.partition,
    topics: task.topics,
    committed: task.committed,
    commit,
  };
}

describe.each(Object.entries(stores))('a stage with snapshots in %s', (_, store) => {
  it.each(Object.entries(crashes))(
    'counts each record once when it dies %s, at every record',
    async (_, crashing) => {
      const { log } = await temporaryLog();
      await makeTopics(log);
      const texts = await fill(log, EACH);
      const snapshots = await store(log);
      expect(await runToEnd(log, crashing(texts, log, snapshots), texts.length)).toEqual(
        texts.map((text) => `${text} 1`),
      );
      expect(await restoredState(log, snapshots)).toEqual({
        seen: Object.fromEntries(texts.map((text) => [text, 1])),
        last: { left: `l${EACH - 1}`, right: `r${EACH - 1}` },
      });
    },
  );

  it('goes on after a restart where it stopped', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const snapshots = await store(log);
    const open = (task: Task) => openPureTask(task, options(log, snapshots));
    const first = await fill(log, 3);
    await runToEnd(log, open, first.length);
    const second = await fill(log, 3, 3);
    const all = [...first, ...second].sort();
    expect(await runToEnd(log, open, all.length)).toEqual(all.map((text) => `${text} 1`));
    expect((await restoredState(log, snapshots)).seen).toEqual(
      Object.fromEntries(all.map((text) => [text, 1])),
    );
  });
});

describe('snapshots', () => {
  it('are taken as often as the clock says, and at the end', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    await fill(log, EACH);
    let now = 0;
    const saved: Record<string, number>[] = [];
    const snapshots: SnapshotStore = {
      load: () => Promise.resolve(null),
      save: async (_, { upTo }) => void saved.push({ ...upTo }),
    };
    let commits = 0;
    // The clock moves 4 ms with every commit; a snapshot is due each 10 ms.
    await runToEnd(
      log,
      (task) =>
        openPureTask(
          task,
          options(log, snapshots, {
            clock: () => now,
            snapshotEvery: 10,
            onCommit: () => (now = 4 * ++commits),
          }),
        ),
      2 * EACH,
    );
    expect(saved.map(({ left = 0, right = 0 }) => left + right)).toEqual([4, 7, 10, 12]);
  });

  it('become rarer where encoding the state takes long: a hundredth of the time at most', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    await fill(log, EACH);
    let now = 0;
    const saved: number[] = [];
    const slow: PureStage<Counts> = {
      ...counting,
      encode: (state) => {
        now += 1;
        return counting.encode(state);
      },
    };
    const snapshots: SnapshotStore = {
      load: () => Promise.resolve(null),
      save: async (_, { upTo }) => void saved.push((upTo['left'] ?? 0) + (upTo['right'] ?? 0)),
    };
    // The clock moves 20 ms with every commit; a snapshot is due each 10 ms, but it costs 1 ms, so not within 100 ms.
    await runToEnd(
      log,
      (task) =>
        openPureTask(
          task,
          options(log, snapshots, {
            stage: slow,
            clock: () => now,
            snapshotEvery: 10,
            onCommit: () => (now += 20),
          }),
        ),
      2 * EACH,
    );
    expect(saved).toEqual([2, 7, 12]);
  });

  it.each([
    ['ahead of what is committed', { left: 99, right: 0 }],
    ['of other topics', { elsewhere: 0 }],
  ])('%s are not used', async (_, upTo) => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const texts = await fill(log, 2);
    await runToEnd(
      log,
      (task) => openPureTask(task, options(log, { load: () => Promise.resolve(null) })),
      texts.length,
    );
    const wrong = { upTo: upTo as never, state: counting.encode({ seen: { wrong: 1 }, last: {} }) };
    expect((await restoredState(log, { load: () => Promise.resolve(wrong) })).seen).toEqual(
      Object.fromEntries(texts.map((text) => [text, 1])),
    );
  });

  it('ahead of what is committed are refused where that can only be a reset offset or a recreated topic', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const ahead = { upTo: { left: 5, right: 0 } as never, state: counting.encode({ seen: {}, last: {} }) };
    const committed = { left: 2, right: 0 } as never;
    const task: Task = {
      group: 'leeway-g',
      partition: 0,
      topics: ['left', 'right'],
      committed,
      commit: async () => undefined,
    };
    const store: SnapshotStore = { load: () => Promise.resolve(ahead) };
    const opening = openPureTask(task, options(log, store, { snapshotAhead: 'refuse' }));
    await expect(opening).rejects.toMatchObject({ code: 'offset-gap', handling: 'fatal' });
    await expect(opening).rejects.toThrow(
      /up to offset 5 of left, but its committed offset there is 2: .* leeway reset --stage g/,
    );
    await expect(
      openPureTask(
        { ...task, committed: { left: 0, right: 0 } as never },
        options(
          log,
          { load: () => Promise.resolve({ ...ahead, upTo: { left: 0, right: 0 } as never }) },
          { snapshotAhead: 'refuse' },
        ),
      ),
    ).resolves.toBeDefined();
  });
});

describe('ticks', () => {
  it('never overlap steps, and are committed without moving the positions', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const texts = await fill(log, EACH);
    let [inside, most, ticks] = [0, 0, 0];
    const stage: PureStage<Counts> = {
      ...counting,
      tick: (_, now) => [
        { topic: 'out', partition: 0, key: 'tick', value: Buffer.from(`tick ${ticks++} ${now}`) },
      ],
    };
    const found = await runToEnd(
      log,
      (task) =>
        openPureTask(
          wrapped(task, async (commit) => {
            most = Math.max(most, ++inside);
            // Long enough for ticks to come due while a commit is under way.
            await new Promise((resolve) => setTimeout(resolve, 10));
            await task.commit(commit);
            inside--;
          }),
          options(log, { load: () => Promise.resolve(null) }, { stage, tickEvery: 1, clock: () => 7 }),
        ),
      2 * EACH + 3,
    );
    await vi.waitFor(() => expect(inside).toBe(0));
    expect(most).toBe(1);
    expect(ticks).toBeGreaterThan(0);
    const counted = found.filter((text) => !text.startsWith('tick'));
    expect(new Set(counted).size).toBe(counted.length);
    expect(counted.every((text) => texts.includes(text.split(' ')[0] as string))).toBe(true);
  });

  it('whose commit fails are told, and the task starts over', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const told: string[] = [];
    let fail = true;
    const stage: PureStage<Counts> = {
      ...counting,
      tick: () => (fail ? [{ topic: 'out', partition: 0, key: null, value: Buffer.from('tick') }] : []),
    };
    const snapshots = fileSnapshots(await temporaryDirectory(), 'counting');
    let opened = 0;
    const subscription = await log.subscribe({
      group: 'g',
      topics: ['left', 'right'],
      produces: ['out'],
      open: (task) => {
        opened++;
        return openPureTask(
          wrapped(task, async (commit) => {
            if (fail) {
              fail = false;
              throw new Error('no space left');
            }
            await task.commit(commit);
          }),
          options(log, snapshots, { stage, tickEvery: 1, onError: ({ message }) => told.push(message) }),
        );
      },
      onFatal: (error) => told.push(`fatal: ${error.message}`),
    });
    onTestFinished(() => subscription.close());
    await eventually('the tick has failed', () => told.length > 0);
    const texts = await fill(log, 1);
    await eventually('the records are counted', async () => (await outputs(log)).length === 2);
    expect(await outputs(log)).toEqual(texts.map((text) => `${text} 1`));
    expect(told).toEqual(['no space left']);
    expect(opened).toBe(2);
  });
});

it('steps over several topics one after the other, and commits them together', async () => {
  const { log } = await temporaryLog();
  await makeTopics(log);
  const texts = await fill(log, 3);
  const steps: string[][] = [];
  const stage: PureStage<Counts> = {
    ...counting,
    step: (state, records) => {
      steps.push(records.map(textOf));
      return counting.step(state, records);
    },
  };
  const commits: Commit[] = [];
  const task: Task = {
    group: 'g',
    partition: 0,
    topics: ['left', 'right'],
    committed: { left: toOffset(0), right: toOffset(0) },
    commit: (commit) => Promise.resolve(void commits.push(commit)),
  };
  const handler = await openPureTask(task, options(log, { load: () => Promise.resolve(null) }, { stage }));
  expect(handler.together).toBe(true);
  const records = [...(await readAll(log, 'right')), ...(await readAll(log, 'left'))];
  await handler.process(records, { left: 0, right: 0 });
  expect(steps).toEqual([
    ['r0', 'r1', 'r2'],
    ['l0', 'l1', 'l2'],
  ]);
  expect(commits.map(({ consumed }) => consumed)).toEqual([{ left: 3, right: 3 }]);
  const produced = commits.flatMap((commit) => commit.produced.map(({ value }) => String(value)));
  expect(produced.sort()).toEqual(texts.map((text) => `${text} 1`));
  await handler.process([], { left: 0, right: 0 });
  expect(commits).toHaveLength(1);
});
