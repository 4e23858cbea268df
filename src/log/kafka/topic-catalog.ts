import type { Admin } from 'kafkajs';

import { LogError } from '../errors.js';
import type { TopicSpec } from '../port.js';
import type { KafkaConnection } from './connection.js';
import { ConfigResourceTypes } from './kafkajs.js';
import { RECORD_OVERHEAD_BYTES } from './records.js';

/** What producers must know of a topic. */
export interface TopicFacts {
  readonly partitions: number;
  readonly compacted: boolean;
  readonly maxRecordBytes: number;
  /** The broker's `max.message.bytes`. */
  readonly maxBatchBytes: number;
}

/** Remembers the topics that this process writes to or reads from; counts of partitions never change (see `ensureTopics`). */
export class TopicCatalog {
  readonly #connection: KafkaConnection;
  readonly #facts = new Map<string, TopicFacts>();
  readonly #limits = new Map<string, number>();

  constructor(connection: KafkaConnection) {
    this.#connection = connection;
  }

  /** Takes the record limit from the specification: the broker knows only that of whole batches. */
  specify(spec: TopicSpec): void {
    this.#limits.set(spec.name, spec.maxRecordBytes);
    this.#facts.delete(spec.name);
  }

  /** Loads what is not known yet. Throws `LogError` (`topic-mismatch`) for a topic that does not exist. */
  async load(topics: Iterable<string>): Promise<void> {
    const unknown = [...new Set(topics)].filter((topic) => !this.#facts.has(topic));
    if (unknown.length === 0) return;
    const admin = await this.#connection.admin();
    const existing = new Set(await admin.listTopics());
    for (const topic of unknown) {
      if (!existing.has(this.#connection.name(topic))) {
        throw new LogError(
          'topic-mismatch',
          `there is no topic ${this.#connection.name(topic)}: create it with ensureTopics`,
        );
      }
    }
    const names = unknown.map((topic) => this.#connection.name(topic));
    const [counts, configs] = [await partitionCounts(admin, names), await topicConfigs(admin, names)];
    for (const topic of unknown) {
      const name = this.#connection.name(topic);
      const config = configs.get(name);
      const maxBatchBytes = Number(config?.get('max.message.bytes') ?? 1_048_588);
      this.#facts.set(topic, {
        partitions: counts.get(name) ?? 0,
        compacted: (config?.get('cleanup.policy') ?? '').includes('compact'),
        maxBatchBytes,
        maxRecordBytes: this.#limits.get(topic) ?? maxBatchBytes - RECORD_OVERHEAD_BYTES,
      });
    }
  }

  /** What is known of a topic that was loaded before. */
  facts(topic: string): TopicFacts {
    const facts = this.#facts.get(topic);
    if (facts === undefined) throw new Error(`${topic} was not loaded`);
    return facts;
  }
}

/** By topic name in the cluster. */
export async function partitionCounts(admin: Admin, names: readonly string[]): Promise<Map<string, number>> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

/** All settings of each topic, defaults included, by name in the cluster. */
export async function topicConfigs(
  admin: Admin,
  names: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const resources = names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
  const description = await patiently(() => admin.describeConfigs({ resources, includeSynonyms: false }));
  return new Map(
    description.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}

/** Each waits for its own timeout (30 s), so this is minutes of a broker that accepts requests and answers none. */
const ATTEMPTS = 4;

/** kafkajs repeats most requests that were not answered in time, but not this one; it only reads. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || (error as Error).name !== 'KafkaJSRequestTimeoutError') throw error;
    }
  }
}
