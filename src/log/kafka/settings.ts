import { silentLogger, type KafkaLogger } from './client-logger.js';
import type { Security } from './security.js';

/** Without `tls` in plain text, without `sasl` as nobody in particular. */
export interface KafkaLogOptions extends Security {
  /** `host:port` of one or more brokers. */
  readonly brokers: readonly string[];
  /** How this process appears in the brokers' logs. */
  readonly clientId: string;
  /** Put before every topic, group and transactional id, so that several deployments share a cluster. Default: none. */
  readonly prefix?: string;
  /** Quiet by default. */
  readonly logger?: KafkaLogger;
  /** Copies of each created topic. Default: 3, or the number of brokers where there are fewer. */
  readonly replicationFactor?: number;
  /** How long a silent member keeps its partitions, ms. */
  readonly sessionTimeoutMs?: number;
  /** How long a rebalance waits for members that are still at work, ms. */
  readonly rebalanceTimeoutMs?: number;
  readonly heartbeatIntervalMs?: number;
  /** How long a fetch waits for data, ms: also what leaving an idle group takes. */
  readonly maxWaitMs?: number;
  /** An open transaction holds back every reader for at most this long after its process has died, ms. */
  readonly transactionTimeoutMs?: number;
  readonly maxBytesPerPartition?: number;
  /** The memory that one fetch may take. */
  readonly maxBytes?: number;
  readonly compression?: 'none' | 'gzip';
}

type Optional = 'replicationFactor' | keyof Security;

export type KafkaSettings = Required<Omit<KafkaLogOptions, Optional>> & Pick<KafkaLogOptions, Optional>;

export function withDefaults(options: KafkaLogOptions): KafkaSettings {
  return {
    prefix: '',
    logger: silentLogger,
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 60_000,
    heartbeatIntervalMs: 1_000,
    maxWaitMs: 150,
    transactionTimeoutMs: 10_000,
    // About 10,400 records of 357 bytes a batch: large commits are cheap ones.
    maxBytesPerPartition: 4 * 1024 * 1024,
    maxBytes: 16 * 1024 * 1024,
    compression: 'none',
    ...options,
  };
}
