import { LogError } from '../../src/log/errors.js';
import type { EventLog, Offset } from '../../src/log/port.js';
import type { FeedRecord } from '../../src/records/feed.js';
import { eventually } from '../contract/event-log/fixture.js';

/** Looks through topics for what a replay waits for, each record once. */
export class Reader {
  readonly #log: EventLog;
  readonly #partitions: number;
  /** Throws where waiting has become pointless. */
  readonly #check: () => void;
  readonly #next = new Map<string, Offset>();

  constructor(log: EventLog, partitions: number, check: () => void) {
    this.#log = log;
    this.#partitions = partitions;
    this.#check = check;
  }

  /** Resolves once a record that has not been looked at before is as wanted. */
  async until(what: string, topic: string, isWanted: (record: FeedRecord) => boolean): Promise<void> {
    await eventually(what, async () => {
      this.#check();
      return this.#look(topic, isWanted).catch((error: unknown) => {
        // A caller of the port asks again where the error says so.
        if (error instanceof LogError && error.handling === 'retry') return false;
        throw error;
      });
    });
  }

  async #look(topic: string, isWanted: (record: FeedRecord) => boolean): Promise<boolean> {
    let found = false;
    for (let partition = 0; partition < this.#partitions; partition++) {
      const key = `${topic}/${partition}`;
      const { first, next } = await this.#log.range(topic, partition);
      await this.#log.read(topic, partition, this.#next.get(key) ?? first, next, (records) => {
        for (const { value } of records) found = isWanted(JSON.parse(String(value)) as FeedRecord) || found;
      });
      this.#next.set(key, next);
    }
    return found;
  }
}
