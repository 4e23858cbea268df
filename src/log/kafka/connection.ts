import type { Admin, CompressionTypes as Compression, Consumer, PartitionAssigner, Producer } from 'kafkajs';

import { clientLogCreator, silentLogger } from './client-logger.js';
import { greet } from './greeting.js';
import { CompressionTypes, Kafka, logLevel } from './kafkajs.js';
import { clientSecurity } from './security.js';
import type { KafkaSettings } from './settings.js';

const RETRY = { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 };
/**
 * A consumer that gives up starts anew, under a new name: the group then waits for the old one until its session has
 * expired. So it waits for a broker for minutes, and looks often.
 */
const CONSUMER_RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 240 };

/** One client of a cluster: makes producers and consumers with the settings that the protocol needs. */
export class KafkaConnection {
  readonly settings: KafkaSettings;
  readonly #kafka: InstanceType<typeof Kafka>;
  #admin: Promise<Admin> | undefined;

  constructor(settings: KafkaSettings) {
    this.settings = settings;
    this.#kafka = new Kafka({
      clientId: settings.clientId,
      brokers: [...settings.brokers],
      logLevel: settings.logger === silentLogger ? logLevel.NOTHING : logLevel.INFO,
      logCreator: clientLogCreator(settings.logger),
      ...clientSecurity(settings),
      connectionTimeout: 5_000,
      retry: RETRY,
    });
  }

  /** The name in the cluster of a topic, group or transactional id. */
  name(plain: string): string {
    return this.settings.prefix + plain;
  }

  /** How batches are compressed: gzip is the one codec that kafkajs has built in. */
  get compression(): Compression {
    return this.settings.compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
  }

  /** A topic's name as the rest of Leeway knows it. */
  plain(name: string): string {
    return name.slice(this.settings.prefix.length);
  }

  /** The shared admin client, connected on first use. */
  admin(): Promise<Admin> {
    this.#admin ??= this.#connectAdmin();
    return this.#admin;
  }

  /** Forgets the shared admin client, whose picture of the cluster is minutes old at worst; the next call connects anew. */
  async renewAdmin(): Promise<void> {
    const old = this.#admin;
    this.#admin = undefined;
    await (await old)?.disconnect();
  }

  async #connectAdmin(): Promise<Admin> {
    const admin = this.#kafka.admin();
    try {
      await greet(this.settings.brokers, this.settings);
      await admin.connect();
      return admin;
    } catch (error) {
      this.#admin = undefined;
      throw error;
    }
  }

  /** Appends outside of transactions; idempotent, so that a retried request is stored once. */
  appender(): Producer {
    return this.#kafka.producer({
      idempotent: true,
      createPartitioner: explicitPartition,
      metadataMaxAge: 60_000,
    });
  }

  transactional(transactionalId: string): Producer {
    return this.#kafka.producer({
      transactionalId,
      idempotent: true,
      transactionTimeout: this.settings.transactionTimeoutMs,
      createPartitioner: explicitPartition,
      // A transaction that begins right after a commit may be told to wait (CONCURRENT_TRANSACTIONS): ask again soon.
      retry: { initialRetryTime: 10, maxRetryTime: 500, retries: 25 },
    });
  }

  /**
   * A member of a group. kafkajs restarts one that has crashed, even while it is being closed: `wanted` says whether
   * it may still do so.
   */
  consumer(groupId: string, assigner: PartitionAssigner, wanted: () => boolean): Consumer {
    const { settings } = this;
    return this.#kafka.consumer({
      groupId,
      partitionAssigners: [assigner],
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: settings.rebalanceTimeoutMs,
      heartbeatInterval: settings.heartbeatIntervalMs,
      maxWaitTimeInMs: settings.maxWaitMs,
      maxBytesPerPartition: settings.maxBytesPerPartition,
      maxBytes: settings.maxBytes,
      readUncommitted: false,
      retry: { ...CONSUMER_RETRY, restartOnFailure: () => Promise.resolve(wanted()) },
    });
  }

  async close(): Promise<void> {
    const admin = await this.#admin;
    await admin?.disconnect();
  }
}

/** Every record names its partition (`src/log/partitioner.ts` has chosen it). */
function explicitPartition(): (args: { message: { partition?: number } }) => number {
  return ({ message }) => {
    if (message.partition === undefined) throw new Error('a record without a partition reached kafkajs');
    return message.partition;
  };
}
