/**
 * Appends outside of transactions. An idempotent producer has one request in flight: appends that come meanwhile wait, and
 * go out together in the next one, so that many small requests cost little more than few large ones.
 */
import type { Producer } from 'kafkajs';

import type { NewRecord } from '../port.js';
import type { KafkaConnection } from './connection.js';
import { toLogError } from './kafka-errors.js';
import { checkedBytes, inRounds } from './records.js';
import type { TopicCatalog, TopicFacts } from './topic-catalog.js';

/** Bytes sent together at most (one append alone may be larger): what waits behind them is not kept waiting for long. */
const MOST_BYTES_TOGETHER = 4 * 1024 * 1024;

interface Lane {
  readonly waiting: Waiting[];
  readonly sent: Promise<void>;
}

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export class Appender {
  readonly #connection: KafkaConnection;
  readonly #catalog: TopicCatalog;
  /** By the topics that an append names: what the broker refuses on one topic must not fail the appends to others. */
  readonly #lanes = new Map<string, Lane>();
  #producer: Promise<Producer> | undefined;

  constructor(connection: KafkaConnection, catalog: TopicCatalog) {
    this.#connection = connection;
    this.#catalog = catalog;
  }

  /**
   * Resolves once the records are durable. One that cannot be stored as it is (too large, no such partition) fails alone;
   * what the broker refuses fails all appends that were sent together, any of which may have been stored.
   */
  async append(records: readonly NewRecord[]): Promise<void> {
    if (records.length === 0) return;
    const topics = [...new Set(records.map(({ topic }) => topic))].sort();
    let bytes: number;
    try {
      await this.#catalog.load(topics);
      bytes = checkedBytes(records, this.#factsOf);
    } catch (error) {
      throw toLogError(error, this.#what(topics));
    }
    await new Promise<void>((done, failed) => {
      this.#lane(topics).push({ records, bytes, done, failed });
    });
  }

  /** Waits for what is being sent. */
  async close(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(({ sent }) => sent));
    await (await this.#producer)?.disconnect();
  }

  /** What waits for these topics; whoever comes first has it sent. */
  #lane(topics: readonly string[]): Waiting[] {
    const name = topics.join(' ');
    const lane = this.#lanes.get(name);
    if (lane !== undefined) return lane.waiting;
    const waiting: Waiting[] = [];
    // In the next microtask: the first is in it by then.
    const sent = Promise.resolve().then(() => this.#send(name, waiting, topics));
    this.#lanes.set(name, { waiting, sent });
    return waiting;
  }

  /** Until nothing waits any more; never throws. */
  async #send(name: string, waiting: Waiting[], topics: readonly string[]): Promise<void> {
    while (waiting.length > 0) {
      const together = waiting.splice(0, fitting(waiting));
      try {
        const rounds = inRounds(
          together.flatMap(({ records }) => records),
          this.#factsOf,
          (topic) => this.#connection.name(topic),
        );
        this.#producer ??= this.#connect();
        const producer = await this.#producer;
        const { compression } = this.#connection;
        for (const topicMessages of rounds)
          await producer.sendBatch({ topicMessages, acks: -1, compression });
        for (const { done } of together) done();
      } catch (error) {
        for (const { failed } of together) failed(toLogError(error, this.#what(topics)));
      }
    }
    this.#lanes.delete(name);
  }

  async #connect(): Promise<Producer> {
    const producer = this.#connection.appender();
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.#producer = undefined;
      throw error;
    }
  }

  readonly #factsOf = (topic: string): TopicFacts => this.#catalog.facts(topic);

  #what(topics: readonly string[]): string {
    return `append to ${topics.map((topic) => this.#connection.name(topic)).join(', ')}`;
  }
}

/** How many of them go out together: at least one. */
function fitting(lane: readonly Waiting[]): number {
  let bytes = 0;
  let count = 0;
  for (const waiting of lane) {
    bytes += waiting.bytes;
    if (count > 0 && bytes > MOST_BYTES_TOGETHER) break;
    count++;
  }
  return count;
}
