/** One process of one size: fills the log, or runs profiler and evaluator on it until every model has ended. */
import { join } from 'node:path';
import { startLeeway } from '../../src/cli/compose.js';
import { createLogger } from '../../src/cli/logger.js';
import { defaultConfig } from '../../src/config/load-config.js';
import { createEmbeddedLog } from '../../src/log/embedded/index.js';
import { createKafkaLog } from '../../src/log/kafka/index.js';
import type { EventLog, NewRecord } from '../../src/log/port.js';
import type { StatusRecord } from '../../src/records/feed.js';
import { topicSpecs } from '../../src/topology.js';
import { startCpuProfile } from '../performance/cpu-recording.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { useSince, useSoFar } from '../performance/process-use.js';
import { records } from './load.js';
import { USUAL } from './shape.js';
import type { GrowthAsks, GrowthTask } from './tasks.js';

const BYTES_AN_APPEND = 2 << 20;
const WARM_UP_EVENTS = 20_000;

const task = taskOfLeg() as GrowthTask;

answerParent<GrowthAsks>({
  load: () => load(task),
  async warmUp() {
    const little = {
      ...task,
      ...USUAL,
      events: WARM_UP_EVENTS,
      kafka: null,
      data: join(task.data, `warm-up-${process.pid}`),
    };
    await load(little);
    await work(little);
    return null;
  },
  async work() {
    const recording = task.profile === null ? null : await startCpuProfile(task.profile);
    const before = useSoFar();
    await work(task);
    const use = useSince(before);
    await recording?.stop();
    return use;
  },
});

async function load(of: GrowthTask): Promise<null> {
  const log: EventLog = of.kafka
    ? createKafkaLog({ ...of.kafka, clientId: 'leeway-bench' })
    : await createEmbeddedLog({ directory: join(of.data, 'log') });
  try {
    await log.ensureTopics(topicSpecs(of.partitions));
    let batch: NewRecord[] = [];
    let bytes = 0;
    for (const record of records(of)) {
      batch.push(record);
      bytes += record.value?.length ?? 0;
      if (bytes < BYTES_AN_APPEND) continue;
      await log.append(batch);
      [batch, bytes] = [[], 0];
    }
    await log.append(batch);
  } finally {
    await log.close();
  }
  return null;
}

async function work({ data, partitions, kafka, models }: GrowthTask): Promise<void> {
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const leeway = await startLeeway({
    // State of its own for each of several processes; the embedded log has one.
    config: {
      ...defaultConfig,
      data: kafka ? join(data, String(process.pid)) : data,
      partitions,
      ...(kafka && { kafka }),
    },
    stages: ['profiler', 'evaluator'],
    logger: createLogger('warn'),
    onFatal: (error) => fail(error),
  });
  try {
    await Promise.race([allEnded(leeway.log, models), failed]);
  } finally {
    await leeway.stop();
  }
}

/** Resolves once the evaluator has said of so many models that nothing of them follows. */
async function allEnded(log: EventLog, models: number): Promise<void> {
  const ended = new Set<string>();
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const follower = await log.follow(['metrics'], 'first', (batch) => {
    for (const { value } of batch) {
      const text = (value as Buffer).toString('utf8');
      // Parsing every metric would be measured too.
      if (!text.includes('"ended":true')) continue;
      const { kind, model } = JSON.parse(text) as StatusRecord;
      if (kind === 'status') ended.add(model);
    }
    if (ended.size === models) done();
  });
  await all;
  await follower.close();
}
