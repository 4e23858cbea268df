import type { Offsets, Producer, Transaction } from 'kafkajs';

import { LogError } from '../errors.js';
import type { NewRecord, Offset } from '../port.js';
import type { KafkaConnection } from './connection.js';
import { isFenced, messageOf, protocolErrorType, toLogError } from './kafka-errors.js';
import { offsetSignature } from './offset-signature.js';
import { inRounds } from './records.js';
import type { TopicCatalog } from './topic-catalog.js';

/** Answers of a coordinator that is starting, moving or still busy with the transaction before. */
const passing = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'CONCURRENT_TRANSACTIONS',
]);
const OFFSET_TRIES = 25;
const OFFSET_RETRY_MS = 20;
const OFFSET_RETRY_MAX_MS = 500;

/** Offsets that a transaction moves: of one partition index, by topic. */
export interface ConsumedOffsets {
  readonly group: string;
  readonly partition: number;
  readonly offsets: Readonly<Record<string, Offset>>;
}

/**
 * A transactional producer that has fenced all earlier ones of its id, and can be fenced itself. After any failed
 * commit it is spent, since whether that commit took place may be unknown: open a new one and ask the log.
 */
export class FencedProducer {
  readonly #connection: KafkaConnection;
  readonly #catalog: TopicCatalog;
  readonly #id: string;
  readonly #producer: Producer;
  #last: Promise<unknown> = Promise.resolve();
  #spent: string | undefined;

  private constructor(connection: KafkaConnection, catalog: TopicCatalog, id: string, producer: Producer) {
    this.#connection = connection;
    this.#catalog = catalog;
    this.#id = id;
    this.#producer = producer;
  }

  /** Connecting does not fence, the first transaction does: so one is begun and aborted. */
  static async open(connection: KafkaConnection, catalog: TopicCatalog, id: string): Promise<FencedProducer> {
    const producer = connection.transactional(id);
    try {
      await producer.connect();
      const first = await producer.transaction();
      await first.abort();
      return new FencedProducer(connection, catalog, id, producer);
    } catch (error) {
      await producer.disconnect();
      throw toLogError(error, `opening transactional id ${id}`);
    }
  }

  /**
   * One transaction; commits of the same producer follow one another. Throws `record-too-large` or `topic-mismatch`
   * before anything is sent, and `task-lost` for every other failure.
   */
  commit(produced: readonly NewRecord[], consumed?: ConsumedOffsets): Promise<void> {
    const mine = this.#last.then(() => this.#commit(produced, consumed));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #commit(produced: readonly NewRecord[], consumed: ConsumedOffsets | undefined): Promise<void> {
    if (this.#spent !== undefined) {
      throw new LogError('task-lost', `transactional id ${this.#id}: ${this.#spent}; open it anew`);
    }
    const moves = consumed !== undefined && Object.keys(consumed.offsets).length > 0;
    if (produced.length === 0 && !moves) return;
    await this.#catalog.load(produced.map(({ topic }) => topic));
    const rounds = inRounds(
      produced,
      (topic) => this.#catalog.facts(topic),
      (topic) => this.#connection.name(topic),
    );
    const { compression } = this.#connection;
    let transaction: Transaction | undefined;
    try {
      transaction = await this.#producer.transaction();
      for (const topicMessages of rounds)
        await transaction.sendBatch({ topicMessages, acks: -1, compression });
      if (moves) await sendOffsets(transaction, this.#connection, consumed);
      await transaction.commit();
    } catch (error) {
      this.#spent = isFenced(error) ? 'another producer has taken it over' : 'an earlier commit failed';
      await this.#abort(transaction);
      // Opening it anew would not help: no reason to go on trying.
      const denied = toLogError(error, `transactional id ${this.#id}`);
      if (denied.code === 'denied') throw denied;
      throw new LogError('task-lost', `transactional id ${this.#id}: ${this.#spent}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  /** Frees the readers at once; where that fails too, the broker ends the transaction at its timeout. */
  async #abort(transaction: Transaction | undefined): Promise<void> {
    if (transaction?.isActive() !== true) return;
    try {
      await transaction.abort();
    } catch (error) {
      this.#connection.settings.logger.debug({ id: this.#id, error: messageOf(error) }, 'abort failed');
    }
  }

  /** Waits for a running commit; later ones fail with `task-lost`. */
  async close(): Promise<void> {
    await this.#last;
    this.#spent ??= 'it was closed';
    await this.#producer.disconnect();
  }
}

/** kafkajs hands the metadata on; its types do not know them. */
function signed(partition: number, offset: Offset) {
  return { partition, offset: String(offset), metadata: offsetSignature(offset) };
}

/** kafkajs gives up at once where the coordinator asks for patience. */
async function sendOffsets(
  transaction: Transaction,
  connection: KafkaConnection,
  consumed: ConsumedOffsets,
): Promise<void> {
  const topics: Offsets['topics'] = Object.entries(consumed.offsets).map(([topic, offset]) => ({
    topic: connection.name(topic),
    partitions: [signed(consumed.partition, offset)],
  }));
  const consumerGroupId = connection.name(consumed.group);
  for (let attempt = 1, wait = OFFSET_RETRY_MS; ; attempt++, wait = Math.min(wait * 2, OFFSET_RETRY_MAX_MS)) {
    try {
      await transaction.sendOffsets({ consumerGroupId, topics });
      return;
    } catch (error) {
      const type = protocolErrorType(error);
      if (attempt === OFFSET_TRIES || type === undefined || !passing.has(type)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
