/** Which adapter stands behind a port, by configuration. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config/schema.js';
import { createEmbeddedLog } from '../log/embedded/index.js';
import { createKafkaLog } from '../log/kafka/index.js';
import type { EventLog } from '../log/port.js';
import { createDuckDbMetricStore } from '../metric-store/duckdb/duckdb-metric-store.js';
import { createInfluxMetricStore } from '../metric-store/influx/influx-metric-store.js';
import type { MetricStore } from '../metric-store/port.js';
import type { ScorerLoader } from '../training/port.js';
import { loadScorer } from '../training/tensorflow/dense-scorer.js';

/** Scores with artifacts of the built-in trainer. */
export const scorerLoader: ScorerLoader = { load: async (artifact) => loadScorer(artifact) };

/** The embedded log in the data folder, or Kafka where it is configured. */
export async function openLog(config: Config, logger: Logger): Promise<EventLog> {
  if (!config.kafka) return createEmbeddedLog({ directory: join(config.data, 'log') });
  const { brokers, prefix } = config.kafka;
  const child = logger.child({ part: 'kafka' });
  return createKafkaLog({
    brokers,
    clientId: 'leeway',
    ...(prefix !== undefined && { prefix }),
    logger: child,
    // A killed process gives its partitions up after this long; training never blocks the loop for nearly as long.
    sessionTimeoutMs: 10_000,
  });
}

/** The embedded DuckDB file, or InfluxDB where it is configured. */
export async function openStore(config: Config): Promise<MetricStore> {
  const store = config.influx
    ? createInfluxMetricStore(config.influx)
    : createDuckDbMetricStore({ path: join(config.data, 'metrics.duckdb') });
  await store.open();
  return store;
}

/** Local state belongs to one log: another broker or prefix has a folder of its own. */
export function stateDirectory(config: Config): string {
  if (!config.kafka) return join(config.data, 'state');
  const identity = JSON.stringify([config.kafka.brokers, config.kafka.prefix ?? '']);
  return join(config.data, `state-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`);
}
