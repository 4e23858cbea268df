import type { Logger } from 'pino';
import { evaluatorStage } from '../../consumers/evaluator/stage.js';
import { evaluatorSettings, profilerSettings } from '../../consumers/stage-settings.js';
import { profilerStage } from '../../consumers/profiler/stage.js';
import { openRekey } from '../../consumers/rekey/rekey.js';
import { fileSnapshots } from '../../consumers/runtime/file-snapshots.js';
import { logSnapshots } from '../../consumers/runtime/log-snapshots.js';
import { openPureTask } from '../../consumers/runtime/pure-task.js';
import type { PureStage, SnapshotStore } from '../../consumers/runtime/stage.js';
import { openSink } from '../../consumers/sink/sink.js';
import { openTrainer } from '../../consumers/trainer/trainer.js';
import { admissionRules } from '../config/admission.js';
import { fixedTask, settingsOf } from '../config/model-settings.js';
import type { Config } from '../config/schema.js';
import type { Task as ModelTask } from '../events/event.js';
import type { EventLog, Task } from '../log/port.js';
import { MetricStoreError } from '../metric-store/errors.js';
import type { MetricStore } from '../metric-store/port.js';
import type { RetrainingRecord } from '../records/feed.js';
import type { StageName } from '../topology.js';
import { TrainingError } from '../training/errors.js';
import type { TrainingProgress } from '../training/port.js';
import { workerProver } from '../training/worker/worker-prover.js';
import { scorerLoader, stateDirectory } from './adapters.js';
import type { StageCounters } from './stage-counters.js';
import type { StageHealth } from './stage-health.js';
import type { Opener } from './stage-meter.js';

export interface StageOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Which backend trains; without it the fastest that is installed. */
  readonly pin?: 'native' | 'wasm' | 'cpu';
  readonly onTraining?: (request: RetrainingRecord, progress: TrainingProgress) => void;
}

const TICK_EVERY_MS = 1_000;
const PROVISIONAL_EVERY_MS = 250;

/** How each stage opens a partition that this process owns; `feed` owns none. */
export function stageOpeners(
  options: StageOptions,
  log: EventLog,
  store: MetricStore | null,
  counters: StageCounters,
  health: StageHealth,
  stopping: AbortSignal,
): Partial<Record<StageName, Opener>> {
  const { config, logger } = options;
  const taskOf = (model: string): ModelTask | undefined => fixedTask(config, model);
  const pure = <S>(name: StageName, stage: PureStage<S>, snapshots: SnapshotStore): Opener => {
    return (task) =>
      openPureTask(task, {
        log,
        stage,
        snapshots,
        clock: Date.now,
        snapshotEvery: config.snapshotEvery,
        // On Kafka a commit and the offset that it moved never get lost together.
        snapshotAhead: config.kafka ? 'refuse' : 'rebuild',
        provisionalEvery: PROVISIONAL_EVERY_MS,
        tickEvery: stage.tick ? TICK_EVERY_MS : 0,
        onError: (error) =>
          logger.warn({ stage: name, error: error.message }, 'a tick or a look at what is undecided failed'),
        onRestored: ({ replayed }) => counters.restored.inc({ stage: name }, replayed),
      });
  };

  return {
    rekey: (task) => Promise.resolve(openRekey(task)),
    profiler: pure(
      'profiler',
      profilerStage({
        ...profilerSettings(config),
        admission: admissionRules(config),
      }),
      fileSnapshots(stateDirectory(config), 'profiler'),
    ),
    evaluator: pure(
      'evaluator',
      evaluatorStage(evaluatorSettings(config)),
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
          stopping,
          isTransient: (error) => error instanceof MetricStoreError && error.handling === 'retry',
          sleep,
          onWaiting: (error, attempt) => {
            health.waiting('sink', error.message);
            counters.storeErrors.inc();
            logger.warn(
              { attempt, error: error.message },
              'the metric store does not answer; the sink waits',
            );
          },
          onWritten: (n) => {
            health.running('sink');
            counters.points.inc(n);
          },
        }),
    }),
  };
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
