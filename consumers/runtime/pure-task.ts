import { LogError } from '../../src/log/errors.js';
import type { EventLog, LogRecord, NewRecord, Offset, Task } from '../../src/log/port.js';
import { ProvisionalSender } from './provisional-sender.js';
import {
  isUsable,
  type MeasuredHandler,
  type PureStage,
  type Snapshot,
  type SnapshotStore,
} from './stage.js';
import { currentState } from './upgrade-state.js';

export interface PureTaskOptions<S> {
  readonly log: EventLog;
  readonly stage: PureStage<S>;
  readonly snapshots: SnapshotStore;
  readonly clock: () => number;
  /** Wall-clock ms between snapshots; more where encoding the state would take too large a share of the time. */
  readonly snapshotEvery: number;
  /** Wall-clock ms between ticks; 0 = none. */
  readonly tickEvery: number;
  /** Wall-clock ms between looks at what is not decided yet. Default: none. */
  readonly provisionalEvery?: number;
  /**
   * What a snapshot ahead of the commit means. `rebuild`: the log has lost its newest commits together with what they wrote (a
   * machine without power), so the snapshot is forgotten. `refuse`: offsets and records are kept apart, so somebody has reset
   * the offset or made the topic anew, and to go on would count again what is counted. Default: `rebuild`.
   */
  readonly snapshotAhead?: 'rebuild' | 'refuse';
  readonly onError: (error: Error) => void;
  /** Seen by tests and metrics: after each commit. */
  readonly onCommit?: (info: { readonly records: number; readonly produced: readonly NewRecord[] }) => void;
  /** Seen by metrics: once the state is there, how many records were read again for it. */
  readonly onRestored?: (info: { readonly replayed: number }) => void;
}

/** Encoding a state stops everything else: a large join takes 100 ms and more. A partition may take this share of the time. */
const SNAPSHOT_SHARE = 0.01;

/**
 * One partition of a pure stage, from restore to close.
 *
 * Restore: take the newest usable snapshot (state folded up to L), replay [L, C) of every topic with its output muted,
 * and go on at C. The state after that is the one that the last commit left, whatever the interleaving of the topics
 * was, because the stages' state depends on the sets of records only.
 */
export async function openPureTask<S>(task: Task, options: PureTaskOptions<S>): Promise<MeasuredHandler> {
  const { log, stage, snapshots, clock } = options;
  const { state, replayed } = await restore(task, options);
  options.onRestored?.({ replayed });
  const position: Record<string, Offset> = { ...task.committed };
  let nextSnapshot = clock() + options.snapshotEvery;
  let busy: Promise<void> = Promise.resolve();
  /** After any failure, of a step as of a commit, the state may be half changed: nothing more is done with it, nothing saved. */
  let lost = false;

  /** Steps and commits one at a time: ticks and batches must not overlap. */
  const exclusively = (work: () => Promise<void>): Promise<void> => {
    const run = busy.then(() => {
      if (lost)
        throw new LogError(
          'task-lost',
          `${task.group}[${task.partition}]: an earlier step failed, so its state is in doubt`,
        );
      return work();
    });
    busy = run.catch(() => {
      lost = true;
    });
    return run;
  };

  const snapshotNow = (): Snapshot => ({
    upTo: { ...position },
    state: stage.encode(state),
    ...(stage.format !== undefined && { format: stage.format }),
  });
  /** Whether a restore now would have to read records again. */
  let changed = replayed > 0;

  const commit = async (
    produced: readonly NewRecord[],
    records: number,
    snapshotDue: boolean,
  ): Promise<void> => {
    const now = clock();
    const snapshot: Snapshot | null = snapshotDue || now >= nextSnapshot ? snapshotNow() : null;
    const encodedIn = snapshot ? clock() - now : 0;
    const inLog = snapshot && snapshots.asRecords ? snapshots.asRecords(task.partition, snapshot) : [];
    await task.commit({ consumed: { ...position }, produced: [...produced, ...inLog] });
    options.onCommit?.({ records, produced });
    changed = snapshot === null;
    if (!snapshot) return;
    nextSnapshot = now + Math.max(options.snapshotEvery, encodedIn / SNAPSHOT_SHARE);
    await snapshots.save?.(task.partition, snapshot);
  };

  /** What the log said was still unread after the last batch; null before the first one. */
  let unread: Readonly<Record<string, number>> | null = null;
  /** A stage that has a backlog must not take the clock's word for a quiet partition. */
  const isCaughtUp = async (): Promise<boolean> => {
    if (unread) return Object.values(unread).every((n) => n === 0);
    const ends = await Promise.all(
      task.topics.map(
        async (topic) => (await log.range(topic, task.partition)).next <= (position[topic] as Offset),
      ),
    );
    return ends.every(Boolean);
  };

  /** One tick waits at most: where commits are slower than the clock, ticks must not pile up behind them. */
  let ticking = false;
  const tickNow = async (): Promise<void> => {
    if (ticking || lost) return;
    ticking = true;
    try {
      await exclusively(async () => {
        if (!(await isCaughtUp())) return;
        const ticks = stage.tick?.(state, clock()) ?? [];
        if (ticks.length > 0) await commit(ticks, 0, false);
      });
    } finally {
      ticking = false;
    }
  };
  const timer =
    stage.tick && options.tickEvery > 0
      ? setInterval(
          () => void tickNow().catch((error: unknown) => options.onError(error as Error)),
          options.tickEvery,
        )
      : null;

  const totals = stage.provisional && options.provisionalEvery ? totalsEvery(options.provisionalEvery) : null;

  return {
    positions: task.committed,
    together: true,
    process: (records, left) =>
      exclusively(async () => {
        const produced: NewRecord[] = [];
        for (const run of runsByTopic(records)) {
          for (const record of stage.step(state, run)) produced.push(record);
          const { topic, offset } = run.at(-1) as LogRecord;
          position[topic] = (offset + 1) as Offset;
        }
        if (records.length === 0) return;
        await commit(produced, records.length, false);
        unread = left;
        totals?.changed();
      }),
    ...(stage.prefer && {
      prefer: (topics: readonly string[]) =>
        (stage.prefer as NonNullable<typeof stage.prefer>)(state, topics),
    }),
    close: async () => {
      if (timer) clearInterval(timer);
      totals?.close();
      await busy;
      if (lost || !changed) return;
      const last = snapshotNow();
      if (snapshots.asRecords) await commitLast(snapshots.asRecords(task.partition, last));
      await snapshots.save?.(task.partition, last);
    },
    ...(stage.measure && {
      measure: () => (stage.measure as NonNullable<typeof stage.measure>)(state),
    }),
  };

  function totalsEvery(every: number): ProvisionalSender {
    const take = async () => {
      let records: readonly NewRecord[] = [];
      let took = 0;
      // Steps have no pauses, so this sees whole ones; it waits for the commit too, where none follows at once.
      await busy;
      if (!lost) {
        const began = clock();
        records = stage.provisional?.(state) ?? [];
        took = clock() - began;
      }
      return { records, took };
    };
    const append = (records: readonly NewRecord[]) => log.append(records);
    return new ProvisionalSender({ every, take, append, onError: options.onError });
  }

  /** With it the next owner has nothing to read again. Where that owner is there already, it has done without. */
  async function commitLast(produced: readonly NewRecord[]): Promise<void> {
    try {
      await task.commit({ consumed: { ...position }, produced });
    } catch (error) {
      if (!(error instanceof LogError) || error.handling === 'fatal') throw error;
    }
  }

  async function restore(task: Task, { stage }: PureTaskOptions<S>): Promise<{ state: S; replayed: number }> {
    const ranges = Object.fromEntries(
      await Promise.all(
        task.topics.map(async (topic) => [topic, await log.range(topic, task.partition)] as const),
      ),
    );
    const snapshot = await snapshots.load(task.partition);
    if (snapshot && options.snapshotAhead === 'refuse') refuseAhead(task, snapshot);
    const where = `snapshot of ${task.group}[${task.partition}]`;
    const kept =
      snapshot && isUsable(snapshot, task.committed, ranges) ? currentState(stage, snapshot, where) : null;
    const restored = kept ? stage.decode(kept) : stage.empty(task.partition);
    let replayed = 0;
    for (const topic of task.topics) {
      const to = task.committed[topic] as Offset;
      const from =
        kept && snapshot ? (snapshot.upTo[topic] as Offset) : (ranges[topic] as { first: Offset }).first;
      if (from >= to) continue;
      await log.read(topic, task.partition, from, to, (records) => {
        stage.step(restored, records);
        replayed += records.length;
      });
    }
    return { state: restored, replayed };
  }
}

/** Neighbours of the same topic: a stage steps over the records of one. */
function runsByTopic(records: readonly LogRecord[]): (readonly LogRecord[])[] {
  const runs: (readonly LogRecord[])[] = [];
  for (let from = 0; from < records.length;) {
    const { topic } = records[from] as LogRecord;
    let to = from + 1;
    while (to < records.length && records[to]?.topic === topic) to++;
    runs.push(from === 0 && to === records.length ? records : records.slice(from, to));
    from = to;
  }
  return runs;
}

/** Throws `LogError` (`offset-gap`) where a snapshot has folded what is not committed (any more). */
function refuseAhead({ group, partition, committed }: Task, { upTo }: Snapshot): void {
  for (const [topic, c] of Object.entries(committed)) {
    const l = upTo[topic];
    if (l === undefined || l <= c) continue;
    throw new LogError(
      'offset-gap',
      `group ${group} has a snapshot of partition ${partition} up to offset ${l} of ${topic}, but its committed offset there is ` +
        `${c}: the offset was reset, or the topic was deleted and made anew. To go on would count records twice or pass over ` +
        `lost ones. To start over on purpose: leeway reset --stage ${group.replace(/^leeway-/, '')}`,
    );
  }
}
