/**
 * Are the records of applications where their ids belong? A prediction meets its outcome only in one partition, so both
 * must have the id as their key and be placed by Kafka's murmur2. librdkafka (kcat, and the clients of Python, Go, .NET and
 * PHP on top of it) places by CRC32 unless it is told otherwise; what it writes is joined by luck, and nothing else would say so.
 */
import { partitionOf } from './partitioner.js';
import type { LogRecord, Task, TaskHandler } from './port.js';

export type KeyFault = 'no key' | 'another key' | 'another partition';

/** Looked at of each batch, spread over it: a foreign partitioner shows in half of the records or more. */
const SAMPLES_A_BATCH = 8;
/** What is judged of each topic: the newest samples, so that a mended producer is forgotten. */
const REMEMBERED = 256;

interface Sampled {
  readonly faults: (KeyFault | null)[];
  next: number;
  example: string;
}

/** @param idOf the id in a record's value; `undefined` where it has none (end markers, unreadable records) */
export class SourceKeys {
  readonly #partitions: number;
  readonly #idOf: (value: Buffer) => string | undefined;
  readonly #onFault: (problem: string) => void;
  readonly #topics = new Map<string, Sampled>();

  /** @param onFault hears of a topic's first fault, and again after it has been without any */
  constructor(
    partitions: number,
    idOf: (value: Buffer) => string | undefined,
    onFault: (problem: string) => void,
  ) {
    this.#partitions = partitions;
    this.#idOf = idOf;
    this.#onFault = onFault;
  }

  /** A stage's opener, with what its partitions read looked at first. */
  watch<H extends TaskHandler>(open: (task: Task) => Promise<H>): (task: Task) => Promise<H> {
    return async (task) => {
      const handler = await open(task);
      const process = handler.process.bind(handler);
      return Object.assign(handler, {
        process: (records: readonly LogRecord[], unread: Readonly<Record<string, number>>) => {
          this.look(records);
          return process(records, unread);
        },
      });
    };
  }

  look(records: readonly LogRecord[]): void {
    // With one partition everything is where it belongs.
    if (this.#partitions === 1) return;
    const step = Math.max(1, Math.floor(records.length / SAMPLES_A_BATCH));
    for (let i = 0; i < records.length; i += step) {
      const record = records[i];
      if (record !== undefined) this.#sample(record);
    }
  }

  /** One text a topic that has faults: what, how often, an example and the fix. */
  problems(): string[] {
    return [...this.#topics].flatMap(([topic, { faults, example }]) => {
      const found = faults.filter((fault) => fault !== null);
      if (found.length === 0) return [];
      const kinds = [...new Set(found)].sort();
      return [
        `${found.length} of the last ${faults.length} sampled records of ${topic} cannot be relied on to meet their other half ` +
          `(${kinds.join(', ')}; ${example}): ${kinds.map((kind) => FIXES[kind]).join('; ')}`,
      ];
    });
  }

  #sample(record: LogRecord): void {
    const id = record.value === null ? undefined : this.#idOf(record.value);
    if (id === undefined) return;
    const fault = keyFault(record, id, this.#partitions);
    const sampled = this.#topics.get(record.topic) ?? { faults: [], next: 0, example: '' };
    this.#topics.set(record.topic, sampled);
    const isFirst = fault !== null && sampled.faults.every((earlier) => earlier === null);
    sampled.faults[sampled.next] = fault;
    sampled.next = (sampled.next + 1) % REMEMBERED;
    if (fault === null) return;
    sampled.example =
      `e.g. offset ${record.offset} of partition ${record.partition}, key ${JSON.stringify(record.key)}, id ` +
      `${JSON.stringify(id)}, belongs into partition ${partitionOf(id, this.#partitions)}`;
    if (!isFirst) return;
    for (const problem of this.problems()) this.#onFault(problem);
  }
}

const FIXES: Readonly<Record<KeyFault, string>> = {
  'no key': "give each record its prediction's id as the key",
  'another key': "give each record its prediction's id as the key, the very text of the field id",
  'another partition':
    'place by murmur2: partitioner=murmur2_random in librdkafka and its clients, the default partitioner in Java and kafkajs; or have them write to predictions-in and outcomes-in, with rekey: true in leeway.yaml',
};

/** What is wrong with a record's place, or `null`. A place that is right by chance is right. */
export function keyFault(
  { key, partition }: Pick<LogRecord, 'key' | 'partition'>,
  id: string,
  partitions: number,
): KeyFault | null {
  if (partition === partitionOf(id, partitions) && key === id) return null;
  if (key === null) return 'no key';
  return key === id ? 'another partition' : 'another key';
}
