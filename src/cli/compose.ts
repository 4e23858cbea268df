/**
 * The composition root: with `adapters.ts` and `stage-openers.ts` beside it the one place that knows adapters. Everything
 * else is handed its ports, its clock and its settings.
 */
import { mkdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createFeed, type Feed } from '../../consumers/feed/feed.js';
import { settingsOf } from '../config/model-settings.js';
import type { Config } from '../config/schema.js';
import { parseOutcome, parsePrediction } from '../events/parse.js';
import type { EventLog, Subscription } from '../log/port.js';
import type { MetricStore } from '../metric-store/port.js';
import { createServer, type Server } from '../server/server.js';
import { groupOf, printTopology, stages, topicSpecs, type StageName } from '../topology.js';
import { openLog, openStore } from './adapters.js';
import { StageHealth } from './stage-health.js';
import { stageOpeners, type StageOptions } from './stage-openers.js';
import { StagePositions } from './stage-positions.js';

export interface RunOptions extends StageOptions {
  readonly stages: readonly StageName[];
  /** A stage that cannot go on: the process should end and say so. */
  readonly onFatal: (error: Error) => void;
}

/** A running Leeway. */
export interface Running {
  readonly log: EventLog;
  readonly store: MetricStore | null;
  /** Where the page is; null without the stage `feed`. */
  readonly url: string | null;
  /** Resolves once the sink has written every metric that is in the log by now, or the signal fires. */
  metricsWritten(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** Opens ports, stages and server, in that order; `stop` closes them in reverse. */
export async function startLeeway(options: RunOptions): Promise<Running> {
  const { config, logger } = options;
  await mkdir(config.data, { recursive: true });
  const log = await openLog(config, logger);
  const closers: (() => Promise<void>)[] = [() => log.close()];
  try {
    await log.ensureTopics(topicSpecs(config.partitions));
    const registry = new Registry();
    const store =
      options.stages.includes('sink') || options.stages.includes('feed') ? await openStore(config) : null;
    if (store) closers.push(() => store.close());
    const health = new StageHealth(options.stages);
    const stopping = new AbortController();
    const open = stageOpeners(options, log, store, registry, health, stopping.signal);
    const sink = new StagePositions();
    for (const name of options.stages) {
      const opener = open[name];
      if (!opener) continue;
      const subscription = await log.subscribe({
        group: groupOf(name),
        topics: stages[name].reads,
        open: name === 'sink' ? sink.watch(opener) : opener,
        onFatal: (error) => {
          health.stopped(name, error.message);
          options.onFatal(new Error(`stage ${name} cannot go on: ${error.message}`, { cause: error }));
        },
      });
      health.running(name);
      closers.push(() => (subscription satisfies Subscription).close());
    }
    let url: string | null = null;
    if (options.stages.includes('feed') && store) {
      const { feed, server } = await openServer(config, log, store, registry, health, logger);
      health.running('feed');
      closers.push(() => feed.stop());
      url = (await server.start()).url;
      closers.push(() => server.stop());
    }
    const stop = () => {
      // A training takes longer than anybody wants to wait for an end: it is given up, and its request stays unanswered.
      stopping.abort();
      return closeAll(closers);
    };
    const metricsWritten = async (signal: AbortSignal) => {
      if (options.stages.includes('sink')) await sink.allConsumed(log, 'metrics', config.partitions, signal);
    };
    return { log, store, url, metricsWritten, stop };
  } catch (error) {
    await closeAll(closers).catch((second: unknown) =>
      logger.error(second, 'while stopping after a failed start'),
    );
    throw error;
  }
}

/** In reverse order of opening; every one is tried, the first error is thrown. */
async function closeAll(closers: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closers.splice(0).toReversed())
    await close().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function openServer(
  config: Config,
  log: EventLog,
  store: MetricStore,
  registry: Registry,
  health: StageHealth,
  logger: Logger,
): Promise<{ feed: Feed; server: Server }> {
  const feed = createFeed({ log, logger, registry });
  await feed.start();
  const taskOf = (model: string) => settingsOf(config, model).task;
  const server = createServer({
    log,
    store,
    feed,
    registry,
    logger,
    parse: { prediction: (text) => parsePrediction(text, { taskOf }), outcome: (text) => parseOutcome(text) },
    readiness: () => health.readiness(),
    topology: printTopology(),
    clock: Date.now,
    host: config.host,
    port: config.port,
    limits: {
      itemBytes: config.recordLimit,
      futureToleranceMs: config.futureTolerance,
      pendingItems: config.ingestion.maxPending,
    },
  });
  return { feed, server };
}
