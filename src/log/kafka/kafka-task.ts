import { randomUUID } from 'node:crypto';

import { LogError } from '../errors.js';
import type { Commit, Offset, Task } from '../port.js';
import { commitName } from './commit-trail.js';
import { committedOffsets, type CommittedOffset, type TaskTopics } from './committed-offsets.js';
import type { KafkaConnection } from './connection.js';
import { FencedProducer } from './fenced-producer.js';
import { toLogError } from './kafka-errors.js';
import type { TopicCatalog } from './topic-catalog.js';

/** One opening of a task: a producer of its own, and the offsets that were committed when it had fenced the others. */
export class KafkaTask implements Task {
  readonly group: string;
  readonly partition: number;
  readonly topics: readonly string[];
  readonly committed: Readonly<Record<string, Offset>>;
  /** What the log held when the task was opened. */
  readonly found: ReadonlyMap<string, CommittedOffset>;
  readonly #producer: FencedProducer;
  readonly #current: Map<string, Offset>;
  /** By topic: the last commit that has moved it and appended something. */
  readonly #before: Record<string, string | null>;
  readonly #opening = randomUUID().slice(0, 8);
  #delivered: (topic: string) => number;
  #onFailure: (error: unknown) => void = () => undefined;
  #closed = false;
  #commits = 0;
  #named = 0;

  private constructor(
    group: string,
    partition: number,
    topics: readonly string[],
    found: ReadonlyMap<string, CommittedOffset>,
    producer: FencedProducer,
  ) {
    this.group = group;
    this.partition = partition;
    this.topics = topics;
    this.found = found;
    this.#producer = producer;
    this.#current = new Map([...found].map(([topic, { committed }]) => [topic, committed]));
    this.#before = Object.fromEntries([...found].map(([topic, { commit }]) => [topic, commit]));
    this.committed = Object.fromEntries(this.#current);
    this.#delivered = (topic) => this.#current.get(topic) ?? 0;
  }

  /** A NEW producer each time, then the offsets: in this order no earlier owner can commit behind our back. */
  static async open(
    connection: KafkaConnection,
    catalog: TopicCatalog,
    group: string,
    { topics, produces }: TaskTopics,
    partition: number,
  ): Promise<KafkaTask> {
    const id = connection.name(`${group}-${partition}`);
    let producer: FencedProducer | undefined;
    try {
      producer = await FencedProducer.open(connection, catalog, id);
      const ask = () => committedOffsets(connection, group, { topics, produces }, partition);
      let found = await ask();
      const unnamed = [...found].filter(([, { commit }]) => commit === null);
      if (produces.length > 0 && unnamed.length > 0) {
        await nameStandings(producer, { group, partition }, unnamed);
        // Settled, what they are called cannot be forgotten any more.
        found = await ask();
      }
      return new KafkaTask(group, partition, topics, found, producer);
    } catch (error) {
      await producer?.close();
      throw toLogError(error, `opening ${id}`);
    }
  }

  /** How many commits of this opening have succeeded. */
  get commits(): number {
    return this.#commits;
  }

  /**
   * Ties the task to what is delivered: `positionOf` says how far each topic has come (a commit beyond it would skip
   * records), `onFailure` hears of every failed commit, also of one whose caller forgets it.
   */
  attach(positionOf: (topic: string) => number, onFailure: (error: unknown) => void): void {
    this.#delivered = positionOf;
    this.#onFailure = onFailure;
  }

  async commit(commit: Commit): Promise<void> {
    if (this.#closed) {
      throw new LogError(
        'task-lost',
        `${this.group}[${this.partition}] is closed: another opening owns the task`,
      );
    }
    try {
      await this.#commit(commit);
    } catch (error) {
      this.#onFailure(error);
      throw error;
    }
  }

  async #commit({ consumed, produced }: Commit): Promise<void> {
    for (const [topic, offset] of Object.entries(consumed)) this.#check(topic, offset);
    const commit = commitName(Date.now(), this.#opening, this.#named++);
    const moved = {
      group: this.group,
      partition: this.partition,
      offsets: consumed,
      commit,
      before: { ...this.#before },
    };
    // At once: the next may be called for before this one is over, and if this one fails it fails too.
    if (produced.length > 0) for (const topic of Object.keys(consumed)) this.#before[topic] = commit;
    await this.#producer.commit(produced, moved);
    this.#commits++;
    for (const [topic, offset] of Object.entries(consumed)) this.#current.set(topic, offset);
  }

  #check(topic: string, offset: Offset): void {
    const current = this.#current.get(topic);
    if (current === undefined) {
      throw new LogError(
        'offset-gap',
        `${this.group}[${this.partition}] does not consume ${topic}: it cannot commit it`,
      );
    }
    const last = Math.max(current, this.#delivered(topic));
    if (offset >= current && offset <= last) return;
    throw new LogError(
      'offset-gap',
      `${this.group} would commit offset ${offset} of ${topic}[${this.partition}], which is ` +
        (offset < current
          ? `behind ${current}, the last commit`
          : `beyond ${last}, the end of what was delivered`),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#producer.close();
  }
}

/**
 * The first commit that appends something has to follow one, or it could not be found again: so where a group begins, its
 * offsets are committed as they are, under a name.
 */
async function nameStandings(
  producer: FencedProducer,
  { group, partition }: { readonly group: string; readonly partition: number },
  unnamed: readonly (readonly [string, CommittedOffset])[],
): Promise<void> {
  const commit = commitName(Date.now(), randomUUID().slice(0, 8), 0);
  const offsets = Object.fromEntries(unnamed.map(([topic, { committed }]) => [topic, committed]));
  const before = Object.fromEntries(unnamed.map(([topic]) => [topic, commit]));
  await producer.commit([], { group, partition, offsets, commit, before });
}
