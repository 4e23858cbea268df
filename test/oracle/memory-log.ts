import { LogError } from '../../src/log/errors.js';
import {
  toOffset,
  type Commit,
  type EventLog,
  type LogRecord,
  type NewRecord,
  type Offset,
  type Task,
} from '../../src/log/port.js';

/**
 * As much of a log as a task needs, in memory, so that a test decides every append time, every interleaving and every
 * crash. Commits are atomic; whoever opens a task fences its former owner. Topics that stages write have one partition.
 */
export class MemoryLog implements Pick<EventLog, 'range' | 'read'> {
  readonly #topics = new Map<string, LogRecord[][]>();
  readonly #committed = new Map<string, Map<string, Offset>>();
  readonly #epochs = new Map<string, number>();

  append(record: NewRecord, appendedAt: number): void {
    const { topic, key, value, headers = {}, partition = 0 } = record;
    const records = this.#of(topic, partition);
    const offset = toOffset(records.length);
    records.push({ topic, partition, offset, key, value, headers, appendedAt });
  }

  records(topic: string, partition = 0): readonly LogRecord[] {
    return this.#of(topic, partition);
  }

  range(topic: string, partition: number) {
    return Promise.resolve({ first: toOffset(0), next: toOffset(this.#of(topic, partition).length) });
  }

  async read(
    topic: string,
    partition: number,
    from: Offset,
    to: Offset,
    onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<void> {
    const records = this.#of(topic, partition).slice(from, to);
    if (records.length > 0) await onRecords(records);
  }

  task(group: string, partition: number, topics: readonly string[]): Task {
    const name = `${group}[${partition}]`;
    const epoch = (this.#epochs.get(name) ?? 0) + 1;
    this.#epochs.set(name, epoch);
    const committed = this.#committed.get(name) ?? new Map<string, Offset>();
    this.#committed.set(name, committed);
    return {
      group,
      partition,
      topics,
      committed: Object.fromEntries(topics.map((topic) => [topic, committed.get(topic) ?? toOffset(0)])),
      commit: (commit: Commit) => {
        if (this.#epochs.get(name) !== epoch)
          return Promise.reject(new LogError('task-lost', `${name}: another owner has opened it`));
        for (const [topic, offset] of Object.entries(commit.consumed)) committed.set(topic, offset);
        for (const record of commit.produced) this.append(record, 0);
        return Promise.resolve();
      },
    };
  }

  #of(topic: string, partition: number): LogRecord[] {
    let partitions = this.#topics.get(topic);
    if (!partitions) this.#topics.set(topic, (partitions = []));
    return (partitions[partition] ??= []);
  }
}
