/** Reads all partitions of some topics outside of any group, until it is closed: one callback at a time. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Follower, LogRecord } from '../port.js';
import { partitionName } from './ledger.js';
import { PartitionCursor } from './partition-cursor.js';
import type { TaskRunnerContext } from './task-runner.js';

const pageRecords = 5_000;

export class EmbeddedFollower implements Follower {
  readonly #context: Omit<TaskRunnerContext, 'commits'>;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  /** `onError` hears what stopped it: an error of the callback, or records that retention removed before they were read. */
  constructor(
    context: Omit<TaskRunnerContext, 'commits'>,
    topics: readonly string[],
    start: 'first' | 'now',
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
    onError: (error: unknown) => void,
  ) {
    this.#context = context;
    const { ledger, store } = context;
    const cursors = new Map<string, PartitionCursor>();
    for (const topic of topics) {
      const { partitions } = ledger.topic(topic);
      for (let partition = 0; partition < partitions; partition++) {
        const { first, next } = ledger.extent(topic, partition);
        const from = start === 'first' ? first : next;
        cursors.set(
          partitionName(topic, partition),
          new PartitionCursor(store, ledger, topic, partition, from),
        );
      }
    }
    this.#done = this.#follow(cursors, onRecords).catch(onError);
  }

  /** Lets a running callback finish; so the callback itself must not wait for it. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  async #follow(
    cursors: ReadonlyMap<string, PartitionCursor>,
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<void> {
    const stop = this.#stop.signal;
    const names = [...cursors.keys()];
    while (!stop.aborted) {
      let found = false;
      for (const cursor of cursors.values()) {
        const records = cursor.read(pageRecords);
        if (records.length === 0) continue;
        found = true;
        await onRecords(records);
        await nextTurn();
        if (stop.aborted) return;
      }
      if (!found) await this.#context.signal.wait(names, stop);
    }
  }
}
