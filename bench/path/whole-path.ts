import { setTimeout as sleep } from 'node:timers/promises';
import { pointsOf } from '../../consumers/sink/sink.js';
import { startLeeway } from '../../src/cli/compose.js';
import { createLogger } from '../../src/cli/logger.js';
import type { EventLog, LogRecord } from '../../src/log/port.js';
import type { MetricStore } from '../../src/metric-store/port.js';
import { addBooks, emptyBooks, imbalances, type Books } from '../../src/records/books.js';
import type { StatusRecord } from '../../src/records/feed.js';
import type { DeltaRecord, TickRecord } from '../../src/records/profile.js';
import { configOf, type LegTask, type Measured } from './leg-task.js';
import { MODELS } from './workload.js';

/**
 * Profiler, evaluator and sink on the whole backlog, composed as `leeway run` does; it is over when the evaluator has
 * closed the last pane of every model and the metric store holds what was said last.
 *
 * @throws Error where the books do not balance: a figure for records that were not processed is none
 */
export async function runWholePath(task: LegTask): Promise<Measured> {
  const began = Date.now();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const leeway = await startLeeway({
    config: configOf(task),
    stages: ['profiler', 'evaluator', 'sink'],
    logger: createLogger('warn'),
    onFatal: (error) => fail(error),
  });
  try {
    const last = await Promise.race([lastMetrics(leeway.log), failed]);
    await Promise.race([untilWritten(leeway.store as MetricStore, last), failed]);
    const ended = Date.now();
    const { first, later, all } = await readBooks(leeway.log, task.partitions);
    const wrong = imbalances(all);
    if (readIn(all) !== task.events) wrong.push(`${task.events} events were loaded and ${readIn(all)} read`);
    if (wrong.length > 0) throw new Error(`the books do not balance: ${wrong.join('; ')}`);
    // The first batch is part of starting up; the log itself says when its results were appended.
    return { events: readIn(later), seconds: (ended - first) / 1000, startUpSeconds: (first - began) / 1000 };
  } finally {
    await leeway.stop();
  }
}

/** Waits until every model has ended; answers with the last record of metrics in each partition. */
async function lastMetrics(log: EventLog): Promise<LogRecord[]> {
  const running = new Set<string>(MODELS);
  const last = new Map<number, LogRecord>();
  let done: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (done = resolve));
  const follower = await log.follow(['metrics'], 'first', (records) => {
    for (const record of records) {
      const text = (record.value as Buffer).toString('utf8');
      if (!text.startsWith('{"v":1,"kind":"status"')) last.set(record.partition, record);
      else if (text.includes('"ended":true')) running.delete((JSON.parse(text) as StatusRecord).model);
    }
    if (running.size === 0) done();
  });
  await ended;
  await follower.close();
  return [...last.values()];
}

/** The sink writes a partition's records in order, so the last one stands for all. */
async function untilWritten(store: MetricStore, last: readonly LogRecord[]): Promise<void> {
  for (const point of last.flatMap((record) => pointsOf(record).slice(-1))) {
    const { model, version, segment, resolution, feature, metric, time } = point;
    const asked = { model, version, segment, resolution, feature, metric, from: time, to: time + 1 };
    while ((await store.query(asked)).length === 0) await sleep(20);
  }
}

/** The books of all that the profiler has said, apart for what it appended first (at `first`, epoch ms) and later. */
async function readBooks(
  log: EventLog,
  partitions: number,
): Promise<{ first: number; later: Books; all: Books }> {
  const frames: { appendedAt: number; books: Books }[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range('profiles', partition);
    await log.read('profiles', partition, first, next, (records) => {
      for (const { value, appendedAt } of records) {
        const record = JSON.parse((value as Buffer).toString('utf8')) as DeltaRecord | TickRecord;
        if (record.kind === 'delta') frames.push({ appendedAt, books: record.books });
      }
    });
  }
  const first = frames.reduce((earliest, { appendedAt }) => Math.min(earliest, appendedAt), Infinity);
  const [later, all] = [emptyBooks(), emptyBooks()];
  for (const { appendedAt, books } of frames) {
    addBooks(all, books);
    if (appendedAt > first) addBooks(later, books);
  }
  return { first, later, all };
}

function readIn({ predictions, outcomes }: Books): number {
  return predictions.read + outcomes.read;
}
