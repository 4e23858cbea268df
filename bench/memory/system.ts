/** All of Leeway in one process, as `leeway run` has it, that says what it holds once it has nothing left to do. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLeeway, type Running } from '../../src/cli/compose.js';
import { createLogger } from '../../src/cli/logger.js';
import { defaultConfig } from '../../src/config/load-config.js';
import { EmbeddedLog } from '../../src/log/embedded/embedded-log.js';
import type { StatusRecord } from '../../src/records/feed.js';
import { topicSpecs } from '../../src/topology.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { keepBriefly } from './keep-briefly.js';
import type { HeldAsks, HeldTask, Sample } from './tasks.js';

const HOUR = 3_600_000;
const KEPT_MS = 60_000;
/** Retention keeps so many on the embedded log. */
const KEPT_STRETCHES = 3;
const settledAt: number[] = [];
const specs = topicSpecs((taskOfLeg() as HeldTask).partitions);

const { data, partitions, kafka } = taskOfLeg() as HeldTask;
let running: Running | null = null;
/** Source records in the books, by model. */
const read = new Map<string, number>();

answerParent<HeldAsks>({
  async start() {
    running = await startLeeway({
      config: { ...defaultConfig, data, partitions, port: 0, horizon: HOUR, ...(kafka && { kafka }) },
      stages: ['profiler', 'evaluator', 'sink', 'feed'],
      logger: createLogger('warn'),
      onFatal: (error) => {
        throw error;
      },
    });
    if (kafka)
      await keepBriefly(
        kafka,
        specs.filter(({ cleanup }) => cleanup === 'delete').map(({ name }) => name),
        KEPT_MS,
      );
    else
      await running.log.ensureTopics(
        specs.map((spec) => (spec.cleanup === 'delete' ? { ...spec, retentionMs: KEPT_MS } : spec)),
      );
    await running.log.follow(['metrics'], 'first', (records) => {
      for (const { value } of records) {
        const text = String(value);
        if (!text.startsWith('{"v":1,"kind":"status"')) continue;
        const { model, books } = JSON.parse(text) as StatusRecord;
        read.set(model, books.predictions.read + books.outcomes.read);
      }
    });
    return Number(new URL(running.url ?? '').port);
  },
  async settle() {
    const leeway = running as Running;
    const { log } = leeway;
    const sent = await sourceRecords();
    while ([...read.values()].reduce((sum, n) => sum + n, 0) < sent) await sleep(50);
    await leeway.metricsWritten(new AbortController().signal);
    // By the clock once a minute; here what came before the last stretches, however fast the machine is.
    settledAt.push(Date.now());
    const before = settledAt.at(-1 - KEPT_STRETCHES);
    if (log instanceof EmbeddedLog && before !== undefined) await log.retain(before + KEPT_MS);
    collect();
    return { ...held(), records: await recordsKept(), disk: bytesBelow(data) };
  },
  async stop() {
    await running?.stop();
    return null;
  },
});

async function sourceRecords(): Promise<number> {
  let sum = 0;
  for (const topic of ['predictions', 'outcomes']) {
    for (let p = 0; p < partitions; p++) sum += (await (running as Running).log.range(topic, p)).next;
  }
  return sum;
}

async function recordsKept(): Promise<number> {
  let sum = 0;
  for (const { name } of specs) {
    for (let p = 0; p < partitions; p++) {
      const { first, next } = await (running as Running).log.range(name, p);
      sum += next - first;
    }
  }
  return sum;
}

/** Twice: what a first collection finds in finalizers goes with the second. */
function collect(): void {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('start this process with --expose-gc');
  gc();
  gc();
}

function held(): Pick<Sample, 'heap' | 'buffers' | 'resident'> {
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: external, resident: rss };
}

function bytesBelow(folder: string): number {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    // Blocks on disk, not the length: a mapped file may have holes.
    sum += 512 * statSync(join(entry.parentPath, entry.name)).blocks;
  }
  return sum;
}
