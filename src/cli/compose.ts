/**
 * The composition root: with `adapters.ts` and `stage-openers.ts` beside it the one place that knows adapters. Everything
 * else is handed its ports, its clock and its settings.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createFeed, type Feed } from '../../consumers/feed/feed.js';
import { admissionRules } from '../config/admission.js';
import { fixedTask } from '../config/model-settings.js';
import type { Config } from '../config/schema.js';
import { recordId } from '../events/record-id.js';
import type { EventLog } from '../log/port.js';
import { SourceKeys } from '../log/source-keys.js';
import type { MetricStore } from '../metric-store/port.js';
import { EVERYBODY } from '../records/command.js';
import type { HealthSources } from '../server/health.js';
import { startOperationsServer } from '../server/operations-server.js';
import { createServer, type Server } from '../server/server.js';
import { readinessOf, statusOf } from '../server/status/status.js';
import { unlisted } from '../stream/admission.js';
import { groupOf, printTopology, stages, topicSpecs, type StageName } from '../topology.js';
import { logAheadMs, openLog, openStore } from './adapters.js';
import { Closers } from './closers.js';
import { operationsOn } from './operations-access.js';
import { announceOwner } from './owner-address.js';
import { ProcessMeasures } from './process-measures.js';
import { processMetrics } from './process-metrics.js';
import { publishPolicies } from './publish-policies.js';
import { stageCounters } from './stage-counters.js';
import { StageHealth } from './stage-health.js';
import { StageMeter, type Opener } from './stage-meter.js';
import { stageOpeners, type StageOptions } from './stage-openers.js';
import { StagePositions } from './stage-positions.js';
import { checkStart } from './start-checks.js';
import { clockAgrees } from './start-checks/clock.js';
import { VERSION } from './version.js';

export interface RunOptions extends StageOptions {
  readonly stages: readonly StageName[];
  /** Whether a process without the stage `feed` shows its health and its metrics on `config.port`. Default: no. */
  readonly showHealth?: boolean;
  /** A stage that cannot go on: the process should end and say so. */
  readonly onFatal: (error: Error) => void;
}

/** A running Leeway. */
export interface Running {
  readonly log: EventLog;
  readonly store: MetricStore | null;
  /** Where the page is (without the stage `feed`: health and metrics); null where nothing listens. */
  readonly url: string | null;
  /** Resolves once the sink has written every metric that is in the log by now, or the signal fires. */
  metricsWritten(signal: AbortSignal): Promise<void>;
  /**
   * Takes no more events (503), lets running batches finish and commit, leaves the groups, closes the rest. Throws the
   * first error of closing, after all has been tried.
   */
  stop(): Promise<void>;
}

/** Checks the ground, then opens ports, stages and server, in that order. */
export async function startLeeway(options: RunOptions): Promise<Running> {
  const { config, logger } = options;
  await checkStart(config, (warning) => logger.warn(warning));
  const closers = new Closers();
  try {
    const log = await openLog(config, logger);
    closers.add(() => log.close());
    await log.ensureTopics(topicSpecs(config.partitions, config));
    clockAgrees(
      await logAheadMs(config, logger),
      { futureTolerance: config.futureTolerance, doubtful: config.health.clock },
      (warning) => logger.warn(warning),
    );
    const registry = new Registry();
    const store =
      options.stages.includes('sink') || options.stages.includes('feed')
        ? await openStore(config, logger)
        : null;
    if (store) closers.add(() => store.close());
    // Only once all that can be wrong with the start has been looked at: it stays.
    if (options.stages.includes('feed')) {
      const published = await publishPolicies(log, config, { now: Date.now, newId: randomUUID });
      for (const { model } of published)
        logger.info(
          { model: model === EVERYBODY ? 'every model' : model },
          'the policy of the file is decided',
        );
    }

    const health = new StageHealth(options.stages);
    const counters = stageCounters(registry);
    const meters = new Map<StageName, StageMeter>();
    const sourceKeys = new SourceKeys(
      config.partitions,
      (value) => recordId(value.toString()),
      (problem) => logger.error(problem),
    );
    let feed: Feed | null = null;
    const measures = new ProcessMeasures({
      log,
      health,
      meters,
      directory: config.data,
      clock: Date.now,
      feedProblems: () => [...(feed?.problems() ?? []), ...sourceKeys.problems()],
    });
    closers.add(() => Promise.resolve(measures.close()));
    processMetrics(registry, () => measures.now(), VERSION);
    const status = async () => statusOf(await measures.now(), config.health);
    const sources: HealthSources = {
      readiness: async () => readinessOf(await status()),
      status,
      registry,
    };

    // Opened before the stages and closed after them: while they finish, it says that events have to wait.
    let url: string | null = null;
    let server: Server | null = null;
    if (options.stages.includes('feed') && store) {
      feed = createFeed({ log, logger, registry });
      const followed = feed;
      closers.add(() => followed.stop());
      await feed.start();
      server = openServer(config, log, store, feed, sources, logger, () => measures.toldToWait());
      const opened = server;
      closers.add(() => opened.stop());
      ({ url } = await server.start());
      health.running('feed');
    } else if (options.showHealth) {
      const { host, port } = config;
      const operations = await startOperationsServer({ ...sources, host, port, logger });
      closers.add(() => operations.stop());
      ({ url } = operations);
    }

    if (url !== null && !config.kafka) {
      const withdraw = announceOwner(config, url);
      closers.add(() => Promise.resolve(withdraw()));
    }

    const stopping = new AbortController();
    const open = stageOpeners(options, log, store, counters, health, stopping.signal);
    const sink = new StagePositions();
    for (const name of options.stages) {
      const opener = open[name];
      if (!opener) continue;
      const meter = new StageMeter({
        stage: name,
        counters,
        clock: Date.now,
        stopwatch: () => performance.now(),
      });
      meters.set(name, meter);
      const watched = (plain: Opener): Opener => {
        if (name === 'profiler') return sourceKeys.watch(plain);
        return name === 'sink' ? sink.watch(plain) : plain;
      };
      const subscription = await log.subscribe({
        group: groupOf(name),
        topics: stages[name].reads,
        produces: stages[name].writes,
        open: meter.watch(watched(opener)),
        onFatal: (error) => {
          health.stopped(name, error.message);
          options.onFatal(new Error(`stage ${name} cannot go on: ${error.message}`, { cause: error }));
        },
      });
      closers.add(() => subscription.close());
      health.running(name);
    }

    const stop = () => {
      measures.stopping = true;
      server?.drain();
      // A training takes longer than anybody wants to wait for an end: it is given up, and its request stays unanswered.
      stopping.abort();
      return closers.closeAll();
    };
    const metricsWritten = async (signal: AbortSignal) => {
      if (options.stages.includes('sink')) await sink.allConsumed(log, 'metrics', config.partitions, signal);
    };
    return { log, store, url, metricsWritten, stop };
  } catch (error) {
    await closers
      .closeAll()
      .catch((second: unknown) => logger.error(second, 'while stopping after a failed start'));
    throw error;
  }
}

function openServer(
  config: Config,
  log: EventLog,
  store: MetricStore,
  feed: Feed,
  sources: HealthSources,
  logger: Logger,
  onBehind: () => void,
): Server {
  const admission = admissionRules(config);
  return createServer({
    ...sources,
    log,
    partitions: config.partitions,
    store,
    feed,
    logger,
    onBehind,
    operations: operationsOn(log, config),
    taskOf: (model) => fixedTask(config, model),
    unwelcome: (model) => unlisted(model, admission),
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
}
