/**
 * The composition root: the one place that knows adapters. Everything else is handed its ports, its clock and its settings.
 */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Counter, Histogram, Registry } from 'prom-client';
import { createFeed, type Feed } from '../../consumers/feed/feed.js';
import { evaluatorStage } from '../../consumers/evaluator/stage.js';
import { profilerStage } from '../../consumers/profiler/stage.js';
import { fileSnapshots } from '../../consumers/runtime/file-snapshots.js';
import { logSnapshots } from '../../consumers/runtime/log-snapshots.js';
import { openPureTask } from '../../consumers/runtime/pure-task.js';
import type { PureStage, SnapshotStore } from '../../consumers/runtime/stage.js';
import { openSink } from '../../consumers/sink/sink.js';
import { openTrainer } from '../../consumers/trainer/trainer.js';
import { settingsOf } from '../config/model-settings.js';
import type { Config } from '../config/schema.js';
import type { Task as ModelTask } from '../events/event.js';
import { parseOutcome, parsePrediction } from '../events/parse.js';
import { createEmbeddedLog } from '../log/embedded/index.js';
import { createKafkaLog } from '../log/kafka/index.js';
import type { EventLog, Subscription, Task, TaskHandler } from '../log/port.js';
import { createDuckDbMetricStore } from '../metric-store/duckdb/duckdb-metric-store.js';
import { MetricStoreError } from '../metric-store/errors.js';
import { createInfluxMetricStore } from '../metric-store/influx/influx-metric-store.js';
import type { MetricStore } from '../metric-store/port.js';
import { policyOf } from '../policy/from-settings.js';
import type { RetrainingRecord } from '../records/feed.js';
import { createServer, type Server } from '../server/server.js';
import { groupOf, printTopology, stages, topicSpecs, type StageName } from '../topology.js';
import { TrainingError } from '../training/errors.js';
import type { ScorerLoader, TrainingProgress } from '../training/port.js';
import { loadScorer } from '../training/tensorflow/dense-scorer.js';
import { workerProver } from '../training/worker/worker-prover.js';
import { StageHealth } from './stage-health.js';

export interface RunOptions {
  readonly config: Config;
  readonly stages: readonly StageName[];
  readonly logger: Logger;
  /** Which backend trains; without it the fastest that is installed. */
  readonly pin?: 'native' | 'wasm' | 'cpu';
  readonly onTraining?: (request: RetrainingRecord, progress: TrainingProgress) => void;
  /** A stage that cannot go on: the process should end and say so. */
  readonly onFatal: (error: Error) => void;
}

/** A running Leeway. */
export interface Running {
  readonly log: EventLog;
  readonly store: MetricStore | null;
  /** Where the page is; null without the stage `feed`. */
  readonly url: string | null;
  stop(): Promise<void>;
}

/** Scores with artifacts of the built-in trainer. */
export const scorerLoader: ScorerLoader = { load: async (artifact) => loadScorer(artifact) };

const SNAPSHOT_EVERY_MS = 10_000;
const TICK_EVERY_MS = 1_000;

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
    const open = handlers(options, log, store, registry, health, stopping.signal);
    for (const name of options.stages) {
      const opener = open[name];
      if (!opener) continue;
      const subscription = await log.subscribe({
        group: groupOf(name),
        topics: stages[name].reads,
        open: opener,
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
    return { log, store, url, stop };
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

async function openLog(config: Config, logger: Logger): Promise<EventLog> {
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

async function openStore(config: Config): Promise<MetricStore> {
  const store = config.influx
    ? createInfluxMetricStore(config.influx)
    : createDuckDbMetricStore({ path: join(config.data, 'metrics.duckdb') });
  await store.open();
  return store;
}

/** Local state belongs to one log: another broker or prefix has a folder of its own. */
function stateDirectory(config: Config): string {
  if (!config.kafka) return join(config.data, 'state');
  const identity = JSON.stringify([config.kafka.brokers, config.kafka.prefix ?? '']);
  return join(config.data, `state-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`);
}

type Opener = (task: Task) => Promise<TaskHandler>;

function handlers(
  options: RunOptions,
  log: EventLog,
  store: MetricStore | null,
  registry: Registry,
  health: StageHealth,
  stopping: AbortSignal,
): Partial<Record<StageName, Opener>> {
  const { config, logger } = options;
  const settings = settingsOf(config);
  const taskOf = (model: string): ModelTask | undefined => settingsOf(config, model).task;
  const committed = new Counter({
    name: 'leeway_records_total',
    help: 'Records consumed and committed',
    labelNames: ['stage'],
    registers: [registry],
  });
  const batch = new Histogram({
    name: 'leeway_commit_records',
    help: 'Records in one commit',
    labelNames: ['stage'],
    buckets: [1, 10, 100, 1000, 10_000],
    registers: [registry],
  });
  const deadLetters = new Counter({
    name: 'leeway_dead_letters_total',
    help: 'Records that could not be processed',
    labelNames: ['stage', 'reason'],
    registers: [registry],
  });
  const points = new Counter({
    name: 'leeway_points_written_total',
    help: 'Points written to the metric store',
    registers: [registry],
  });

  const pure = <S>(name: StageName, stage: PureStage<S>, snapshots: SnapshotStore): Opener => {
    return (task) =>
      openPureTask(task, {
        log,
        stage,
        snapshots,
        clock: Date.now,
        snapshotEvery: SNAPSHOT_EVERY_MS,
        tickEvery: stage.tick ? TICK_EVERY_MS : 0,
        onError: (error) =>
          logger.warn({ stage: name, error: error.message }, 'tick failed; the task will be opened again'),
        onCommit: ({ records, produced }) => {
          committed.inc({ stage: name }, records);
          for (const { topic, headers } of produced)
            if (topic === 'dead-letters') deadLetters.inc({ stage: name, reason: headers?.['reason'] ?? '' });
          batch.observe({ stage: name }, records);
        },
      });
  };

  return {
    profiler: pure(
      'profiler',
      profilerStage({ ...settings, taskOf }),
      fileSnapshots(stateDirectory(config), 'profiler'),
    ),
    evaluator: pure(
      'evaluator',
      evaluatorStage({
        partitions: config.partitions,
        paneOf: (model) => settingsOf(config, model).pane,
        policyOf: (model) => policyOf(settingsOf(config, model), config.loopLead),
      }),
      logSnapshots(log, 'state', 'evaluator'),
    ),
    trainer: (task) =>
      openTrainer(task, {
        log,
        prover: workerProver({
          workerUrl: new URL('../training/worker/main.js', import.meta.url),
          ...(options.pin && { pin: options.pin }),
          warn: (message: string) => logger.warn(message),
        }),
        loader: scorerLoader,
        parse: { taskOf },
        settingsOf: (model) => {
          const { horizon, futureTolerance, retraining, pane } = settingsOf(config, model);
          return { horizon, tolerance: futureTolerance, holdout: retraining.holdout, pane };
        },
        clock: Date.now,
        stopping,
        isRejection: (error) => error instanceof TrainingError && error.handling === 'reject',
        ...(options.onTraining && { onProgress: options.onTraining }),
      }),
    ...(store && {
      sink: async (task: Task) =>
        openSink(task, {
          store,
          isTransient: (error) => error instanceof MetricStoreError && error.handling === 'retry',
          sleep,
          onWaiting: (error, attempt) => {
            health.waiting('sink', error.message);
            logger.warn(
              { attempt, error: error.message },
              'the metric store does not answer; the sink waits',
            );
          },
          onWritten: (n) => {
            health.running('sink');
            points.inc(n);
          },
        }),
    }),
  };
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

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', wake);
      resolve();
    }, ms);
    signal.addEventListener('abort', wake, { once: true });
  });
}
