/** Replays a golden log through profiler and evaluator, on any engine, as the composition root would run them. */
import { cohortsOf } from '../../src/estimates/revisions.js';
import { evaluatorStage } from '../../consumers/evaluator/stage.js';
import { profilerStage } from '../../consumers/profiler/stage.js';
import { logSnapshots } from '../../consumers/runtime/log-snapshots.js';
import { openPureTask } from '../../consumers/runtime/pure-task.js';
import type { PureStage, SnapshotStore } from '../../consumers/runtime/stage.js';
import type { EventLog, NewRecord, Subscription } from '../../src/log/port.js';
import { groupOf, stages, topicSpecs } from '../../src/topology.js';
import type { GoldenHeader, GoldenLog, GoldenStep } from './golden-log.js';
import { Reader } from './reader.js';

const RECORDS_AN_APPEND = 1000;

/** Resolves once the model's stream has ended and everything about it is decided; with `end` left out, once all is written. */
export async function replayGolden(log: EventLog, { header, steps }: GoldenLog): Promise<void> {
  await log.ensureTopics(topicSpecs(header.stream.partitions));
  let failed: Error | null = null;
  const onFatal = (error: Error) => {
    failed = error;
  };
  const running = await subscribeStages(log, header, onFatal);
  try {
    const reader = new Reader(log, header.stream.partitions, () => {
      if (failed) throw failed;
    });
    let batch: NewRecord[] = [];
    const flush = async () => {
      if (batch.length > 0) await log.append(batch);
      batch = [];
    };
    for (const step of steps) {
      batch.push(...recordsOf(step, header));
      if (batch.length >= RECORDS_AN_APPEND) await flush();
      if (!('await' in step)) continue;
      await flush();
      await reader.until(`the training request ${step.await}`, 'retraining', (record) =>
        step.await === ANY_REQUEST ? true : record.kind === 'retraining' && record.id === step.await,
      );
    }
    await flush();
    if (steps.some((step) => 'end' in step))
      await reader.until(
        'the end of the stream',
        'metrics',
        (record) => record.kind === 'status' && record.model === header.model && record.ended,
      );
  } finally {
    for (const subscription of running) await subscription.close();
  }
}

/** What a recording that is still being made waits for: it does not know the id yet. */
export const ANY_REQUEST = '*';

async function subscribeStages(
  log: EventLog,
  { stream, policy }: GoldenHeader,
  onFatal: (error: Error) => void,
): Promise<Subscription[]> {
  const nowhere: SnapshotStore = { load: () => Promise.resolve(null) };
  const subscribe = <S>(name: 'profiler' | 'evaluator', stage: PureStage<S>, snapshots: SnapshotStore) =>
    log.subscribe({
      group: groupOf(name),
      topics: stages[name].reads,
      produces: stages[name].writes,
      open: (task) =>
        openPureTask(task, {
          log,
          stage,
          snapshots,
          clock: Date.now,
          snapshotEvery: 1_000,
          tickEvery: stage.tick ? 1_000 : 0,
          // As the composition root has it: a tick that fails is said, and the task is opened again.
          onError: (error) => process.stderr.write(`golden: ${name}: ${error.message}\n`),
        }),
      onFatal,
    });
  const cohorts = cohortsOf(stream);
  return [
    await subscribe('profiler', profilerStage(stream), nowhere),
    await subscribe(
      'evaluator',
      evaluatorStage({
        partitions: stream.partitions,
        paneOf: () => stream.pane,
        cohortsOf: () => cohorts,
        policyOf: () => policy,
      }),
      logSnapshots(log, 'state', 'evaluator'),
    ),
  ];
}

function recordsOf(step: GoldenStep, { model, stream }: GoldenHeader): NewRecord[] {
  if ('predictions' in step)
    return [{ topic: 'predictions', key: step.key, value: Buffer.from(step.predictions) }];
  if ('outcomes' in step) return [{ topic: 'outcomes', key: step.key, value: Buffer.from(step.outcomes) }];
  if ('profile' in step)
    return [{ topic: 'profiles', key: model, value: Buffer.from(JSON.stringify(step.profile)) }];
  if ('await' in step) return [];
  return ['predictions', 'outcomes'].flatMap((topic) =>
    Array.from({ length: stream.partitions }, (_, partition) => ({
      topic,
      partition,
      key: null,
      value: Buffer.from(step.end),
    })),
  );
}
