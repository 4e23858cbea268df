import type { MeasuredHandler, StateMeasures } from '../../consumers/runtime/stage.js';
import type { LogRecord, Offset, Task, TaskHandler } from '../log/port.js';
import { Recent } from './recent.js';
import type { StageCounters } from './stage-counters.js';

export type Opener = (task: Task) => Promise<MeasuredHandler>;

/** A partition that is open in this process. */
export interface OpenPartition {
  readonly partition: number;
  /** Next offset to consume, by topic: what is committed. */
  consumed: Readonly<Record<string, Offset>>;
  /** Epoch ms of the last commit, or of the opening. */
  activeAt: number;
  readonly measure: () => StateMeasures;
}

export interface StageMeterOptions {
  readonly stage: string;
  readonly counters: StageCounters;
  /** Epoch ms. */
  readonly clock: () => number;
  /** Milliseconds, never going back. */
  readonly stopwatch: () => number;
}

const NOTHING: StateMeasures = {};

/** Measures one stage from outside: every opening, commit and failure of its partitions, whatever the stage is. */
export class StageMeter {
  readonly partitions = new Map<number, OpenPartition>();
  readonly recent: Recent;
  lastFailure: string | null = null;
  /** How far the newest append time seen was ahead of the clock, ms. */
  logAheadMs = 0;
  readonly #options: StageMeterOptions;

  constructor(options: StageMeterOptions) {
    this.#options = options;
    this.recent = new Recent(options.clock);
  }

  /** The stage as it was, measured. */
  watch(open: Opener): Opener {
    const { stage, counters, clock } = this.#options;
    return async (task) => {
      counters.openings.inc({ stage });
      const handler = await this.#noting(() => open(this.#measured(task)));
      const measure = (): StateMeasures => handler.measure?.() ?? NOTHING;
      const { partition } = task;
      const opened: OpenPartition = { partition, consumed: task.committed, activeAt: clock(), measure };
      this.partitions.set(partition, opened);
      return this.#watched(handler, opened);
    };
  }

  #watched(handler: TaskHandler, opened: OpenPartition): MeasuredHandler {
    return {
      positions: handler.positions,
      process: async (records, unread) => {
        this.#look(records);
        await this.#noting(() => handler.process(records, unread));
        this.#count(records.length);
      },
      ...(handler.together && { together: true }),
      ...(handler.prefer && {
        prefer: (topics) => (handler.prefer as NonNullable<typeof handler.prefer>)(topics),
      }),
      close: async () => {
        // Another opening of the same partition may stand in its place already.
        if (this.partitions.get(opened.partition) === opened) this.partitions.delete(opened.partition);
        await handler.close();
      },
    };
  }

  #measured(task: Task): Task {
    const { stage, counters, clock, stopwatch } = this.#options;
    const { group, partition, topics, committed } = task;
    return {
      group,
      partition,
      topics,
      committed,
      commit: async (commit) => {
        const began = stopwatch();
        await task.commit(commit);
        const took = stopwatch() - began;
        counters.commitSeconds.observe({ stage }, took / 1000);
        this.recent.raise('commit', took);
        for (const { topic, headers } of commit.produced) {
          counters.produced.inc({ stage, topic });
          if (topic !== 'dead-letters') continue;
          const reason = headers?.['reason'] ?? '';
          counters.deadLetters.inc({ stage, reason });
          this.recent.add(`dead-letters ${reason}`, 1);
        }
        const opened = this.partitions.get(partition);
        if (opened) {
          opened.consumed = { ...opened.consumed, ...commit.consumed };
          opened.activeAt = clock();
        }
      },
    };
  }

  #count(records: number): void {
    const { stage, counters } = this.#options;
    counters.consumed.inc({ stage }, records);
    counters.commitRecords.observe({ stage }, records);
    this.recent.add('consumed', records);
  }

  #look(records: readonly LogRecord[]): void {
    const last = records.at(-1);
    if (last) this.logAheadMs = Math.max(0, last.appendedAt - this.#options.clock());
  }

  /** A failure costs a reopening; who called hears of it as before. */
  async #noting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#options.counters.failures.inc({ stage: this.#options.stage });
      this.recent.add('failures', 1);
      this.lastFailure = error instanceof Error ? error.message : String(error);
      throw error;
    }
  }
}
