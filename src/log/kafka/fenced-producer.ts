import type { Offsets, Producer, TopicMessages, Transaction } from 'kafkajs';

import { LogError } from '../errors.js';
import type { NewRecord, Offset } from '../port.js';
import { signatureText } from './commit-signature.js';
import { stepText, TRAIL_HEADER, type CommitStep } from './commit-trail.js';
import type { KafkaConnection } from './connection.js';
import { isFenced, messageOf, protocolErrorType, toLogError } from './kafka-errors.js';
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
  /** What the commit is called once it has appended something. */
  readonly commit: string;
  /** By topic: the last commit of the task that has moved it and appended something; null: none. */
  readonly before: Readonly<Record<string, string | null>>;
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
    let transaction: Transaction | undefined;
    try {
      if (moves) leaveStep(rounds, consumed);
      transaction = await this.#producer.transaction();
      await bothDone(
        sendRounds(transaction, rounds, this.#connection.compression),
        moves ? sendOffsets(transaction, this.#connection, consumed, rounds.length > 0) : Promise.resolve(),
      );
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

/** The first record of a commit carries its step; one without records leaves nothing that could be there twice. */
function leaveStep(rounds: readonly TopicMessages[][], consumed: ConsumedOffsets): void {
  const first = rounds[0]?.[0]?.messages[0];
  if (first) first.headers = { ...first.headers, [TRAIL_HEADER]: stepText(stepOf(consumed)) };
}

function stepOf({ group, partition, offsets, commit, before }: ConsumedOffsets): CommitStep {
  const moves = Object.entries(offsets).flatMap(([topic, to]) => {
    const after = before[topic] ?? null;
    // The first commit of all follows none: it cannot be found from anywhere.
    return after === null ? [] : [[topic, { after, to }] as const];
  });
  return { group, partition, commit, moves: Object.fromEntries(moves) };
}

/** In their order: one round has no more than one batch of each partition. */
async function sendRounds(
  transaction: Transaction,
  rounds: readonly TopicMessages[][],
  compression: KafkaConnection['compression'],
): Promise<void> {
  for (const topicMessages of rounds) await transaction.sendBatch({ topicMessages, acks: -1, compression });
}

/** Nothing of it may be on its way any more when the transaction ends: what comes after an abort begins another one. */
async function bothDone(...parts: readonly Promise<void>[]): Promise<void> {
  for (const part of await Promise.allSettled(parts)) if (part.status === 'rejected') throw part.reason;
}

/** kafkajs gives up at once where the coordinator asks for patience. */
async function sendOffsets(
  transaction: Transaction,
  connection: KafkaConnection,
  consumed: ConsumedOffsets,
  appended: boolean,
): Promise<void> {
  const topics: Offsets['topics'] = Object.entries(consumed.offsets).map(([topic, offset]) => {
    const commit = appended ? consumed.commit : (consumed.before[topic] ?? null);
    // kafkajs hands the metadata on; its types do not know them.
    const moved = {
      partition: consumed.partition,
      offset: String(offset),
      metadata: signatureText({ offset, commit }),
    };
    return { topic: connection.name(topic), partitions: [moved] };
  });
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
