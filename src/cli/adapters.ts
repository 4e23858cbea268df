/** Which adapter stands behind a port, by configuration. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { kafkaSecurity, type KafkaSecurity } from '../config/kafka-security.js';
import type { Config } from '../config/schema.js';
import type { LogAdmin } from '../log/admin.js';
import { createEmbeddedLogAdmin } from '../log/embedded/admin.js';
import { createEmbeddedLog, openEmbeddedReader } from '../log/embedded/index.js';
import { createKafkaLogAdmin } from '../log/kafka/admin.js';
import { brokerAheadMs } from '../log/kafka/broker-clock.js';
import { createKafkaLog } from '../log/kafka/index.js';
import type { KafkaLogOptions } from '../log/kafka/settings.js';
import type { EventLog, LogReader } from '../log/port.js';
import type { MetricStore } from '../metric-store/port.js';
import type { ScorerLoader } from '../training/port.js';
import { loadScorer } from '../training/tensorflow/dense-scorer.js';
import { whenReachable } from './when-reachable.js';

/** Scores with artifacts of the built-in trainer. */
export const scorerLoader: ScorerLoader = { load: async (artifact) => loadScorer(artifact) };

/** The embedded log in the data folder, or Kafka where it is configured. */
export async function openLog(config: Config, logger: Logger): Promise<EventLog> {
  if (!config.kafka) return createEmbeddedLog({ directory: logDirectory(config) });
  return createKafkaLog(kafkaOptions(config.kafka, logger));
}

/**
 * A log that is there already: nothing is made where somebody has named the wrong folder.
 *
 * @param instead what else may be named, for the error
 */
export async function openExistingLog(config: Config, logger: Logger, instead = OR_KAFKA): Promise<EventLog> {
  checkThere(config, instead);
  return openLog(config, logger);
}

/** A log that is there already, for those who only look: Leeway may be running on it. */
export async function openLogReader(config: Config, logger: Logger): Promise<LogReader> {
  checkThere(config, OR_KAFKA);
  return config.kafka ? openLog(config, logger) : openEmbeddedReader(logDirectory(config));
}

const OR_KAFKA = 'or a cluster with --kafka';

function checkThere(config: Config, instead: string): void {
  if (!config.kafka && !existsSync(logDirectory(config))) {
    throw new Error(`there is no log in ${config.data}: name the data directory with --data, ${instead}`);
  }
}

/** Where the embedded log is. */
export function logDirectory(config: Config): string {
  return join(config.data, 'log');
}

/** How far the log's clock is ahead of this machine's, ms; the embedded log has no other. Its topics must be there. */
export async function logAheadMs(config: Config, logger: Logger): Promise<number> {
  return config.kafka ? brokerAheadMs(kafkaOptions(config.kafka, logger), 'state', Date.now) : 0;
}

/** What stages never need and people do: groups set back, topics cut. Closed by whoever opens it. */
export function openLogAdmin(config: Config, logger: Logger): LogAdmin {
  return config.kafka
    ? createKafkaLogAdmin(kafkaOptions(config.kafka, logger))
    : createEmbeddedLogAdmin(logDirectory(config));
}

function kafkaOptions(kafka: NonNullable<Config['kafka']>, logger: Logger): KafkaLogOptions {
  const { brokers, prefix } = kafka;
  return {
    brokers,
    clientId: 'leeway',
    ...(prefix !== undefined && { prefix }),
    ...securityOf(kafka),
    logger: logger.child({ part: 'kafka' }),
    // A killed process gives its partitions up after this long; training never blocks the loop for nearly as long.
    sessionTimeoutMs: 10_000,
  };
}

/** How to get into the cluster, with the secrets that the environment and files hold. */
export function securityOf(kafka: NonNullable<Config['kafka']>): KafkaSecurity {
  return kafkaSecurity(kafka, process.env, (path) => readFileSync(path, 'utf8'));
}

/**
 * The embedded DuckDB file, or InfluxDB where it is configured: that may start, or come back, at the same time.
 *
 * @throws MetricStoreError what is wrong with it, once it has been waited for
 */
export async function openStore(config: Config, logger: Logger): Promise<MetricStore> {
  const store = await createStore(config);
  await whenReachable(() => store.open(), {
    pause: async () => pause(STORE_PAUSE_MS),
    attempts: STORE_ATTEMPTS,
    onWait: (error) => logger.warn({ error: error.message }, 'waiting for the metric store'),
  });
  return store;
}

/** Half a minute in all. */
const [STORE_PAUSE_MS, STORE_ATTEMPTS] = [1_000, 30];

/** Loads the one that is wanted: DuckDB alone is a quarter of the time that a start takes. */
async function createStore(config: Config): Promise<MetricStore> {
  const deployment = config.kafka?.prefix ?? '';
  if (config.influx) {
    const { createInfluxMetricStore } = await import('../metric-store/influx/influx-metric-store.js');
    return createInfluxMetricStore({ ...config.influx, deployment });
  }
  const { createDuckDbMetricStore } = await import('../metric-store/duckdb/duckdb-metric-store.js');
  return createDuckDbMetricStore({ path: metricsFile(config) });
}

/** Deployments that share a data directory have different prefixes, and metrics of their own. */
function metricsFile(config: Config): string {
  const prefix = config.kafka?.prefix ?? '';
  return join(config.data, prefix === '' ? 'metrics.duckdb' : `metrics-${shortHash(prefix)}.duckdb`);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Local state belongs to one log: another broker or prefix has a folder of its own. */
export function stateDirectory(config: Config): string {
  if (!config.kafka) return join(config.data, 'state');
  const identity = JSON.stringify([config.kafka.brokers, config.kafka.prefix ?? '']);
  return join(config.data, `state-${shortHash(identity)}`);
}
