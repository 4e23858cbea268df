/** All of Leeway in one process, as `leeway run` has it, with panes that end within the benchmark. */
import { writeFileSync } from 'node:fs';
import { startLeeway, type Running } from '../../src/cli/compose.js';
import { createLogger } from '../../src/cli/logger.js';
import { defaultConfig } from '../../src/config/load-config.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { useSince, useSoFar } from '../performance/process-use.js';
import type { SystemAsks, SystemTask } from './tasks.js';

const { data, partitions, kafka, pane, grace, appendTimes } = taskOfLeg() as SystemTask;
let running: Running | null = null;
let before = useSoFar();

answerParent<SystemAsks>({
  async start() {
    running = await startLeeway({
      config: { ...defaultConfig, data, partitions, pane, grace, port: 0, ...(kafka && { kafka }) },
      stages: ['profiler', 'evaluator', 'sink', 'feed'],
      logger: createLogger('warn'),
      onFatal: (error) => {
        throw error;
      },
    });
    before = useSoFar();
    return Number(new URL(running.url ?? '').port);
  },
  async stop() {
    const use = useSince(before);
    if (running) {
      writeFileSync(appendTimes, Float64Array.from(await timesOfAppends(running)));
      await running.stop();
    }
    return use;
  },
});

async function timesOfAppends({ log }: Running): Promise<number[]> {
  const times: number[] = [];
  for (const topic of ['predictions', 'outcomes']) {
    for (let partition = 0; partition < partitions; partition++) {
      const { first, next } = await log.range(topic, partition);
      await log.read(topic, partition, first, next, (records) => {
        for (const { appendedAt } of records) times.push(appendedAt);
      });
    }
  }
  return times;
}
