import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog, Offset } from '../log/port.js';
import type { Opener } from './stage-meter.js';

const POLL_MS = 200;

/** How far the tasks of one stage in this process have consumed: what they have committed, or found committed at opening. */
export class StagePositions {
  readonly #committed = new Map<string, Offset>();

  /** The stage as it was, with every commit noted once it has succeeded. */
  watch(open: Opener): Opener {
    return (task) => {
      const { group, partition, topics, committed } = task;
      this.#note(partition, committed);
      return open({
        group,
        partition,
        topics,
        committed,
        commit: async (commit) => {
          await task.commit(commit);
          this.#note(partition, commit.consumed);
        },
      });
    };
  }

  /** Resolves once nothing of the topic is unread, or the signal fires. For a topic that nobody writes to any more. */
  async allConsumed(log: EventLog, topic: string, partitions: number, signal: AbortSignal): Promise<void> {
    for (let partition = 0; partition < partitions && !signal.aborted;) {
      if (await this.#isConsumed(log, topic, partition)) partition++;
      else await delay(POLL_MS);
    }
  }

  async #isConsumed(log: EventLog, topic: string, partition: number): Promise<boolean> {
    const { first, next } = await log.range(topic, partition);
    const from = this.#committed.get(`${topic}/${partition}`) ?? first;
    if (from >= next) return true;
    // The end of a partition may be the marker of a transaction, which nobody consumes: only records count.
    let unread = 0;
    await log.read(topic, partition, from, next, (records) => void (unread += records.length));
    return unread === 0;
  }

  #note(partition: number, offsets: Readonly<Record<string, Offset>>): void {
    for (const [topic, offset] of Object.entries(offsets))
      this.#committed.set(`${topic}/${partition}`, offset);
  }
}
