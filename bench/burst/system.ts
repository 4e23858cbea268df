/** All of Leeway in one process through the burst; and, afterwards, another one at leisure on the same records. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLeeway, type Running } from '../../src/cli/compose.js';
import { createLogger } from '../../src/cli/logger.js';
import { defaultConfig } from '../../src/config/load-config.js';
import type { Config } from '../../src/config/schema.js';
import { createEmbeddedLog } from '../../src/log/embedded/index.js';
import type { EventLog } from '../../src/log/port.js';
import { addBooks, emptyBooks, imbalances, type Books } from '../../src/records/books.js';
import type { ProfileRecord } from '../../src/records/profile.js';
import { topicSpecs } from '../../src/topology.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { closedPanes, differences } from './closed-panes.js';
import type { Compared, StormedAsks, StormedTask } from './tasks.js';

const { data, partitions, kafka } = taskOfLeg() as StormedTask;
const SOURCES = ['predictions', 'outcomes'] as const;
const config: Config = { ...defaultConfig, data, partitions, port: 0, ...(kafka && { kafka }) };
const logger = createLogger('warn');
const onFatal = (error: Error): never => {
  throw error;
};
let running: Running | null = null;

answerParent<StormedAsks>({
  async start() {
    running = await startLeeway({
      config,
      stages: ['profiler', 'evaluator', 'sink', 'feed'],
      logger,
      onFatal,
    });
    return Number(new URL(running.url ?? '').port);
  },
  compare,
});

async function compare(): Promise<Compared> {
  const stormy = running as Running;
  const calmData = join(data, 'calm');
  const copied = await copySources(stormy.log, join(calmData, 'log'));
  const { kafka: _, ...embedded } = config;
  const calm = await startLeeway({
    config: { ...embedded, data: calmData },
    stages: ['profiler', 'evaluator'],
    logger,
    onFatal,
  });
  let books = await booksOf(calm.log);
  while (readIn(books) < copied) {
    await sleep(100);
    books = await booksOf(calm.log);
  }
  // The last frames are in the log; their panes follow.
  await untilStill(calm.log);
  await untilStill(stormy.log);
  const [expected, got] = [
    await closedPanes(calm.log, partitions),
    await closedPanes(stormy.log, partitions),
  ];
  const own = await booksOf(stormy.log);
  const wrong = differences(expected, got);
  const panes = [...got.values()].reduce((sum, one) => sum + one.length, 0);
  if (panes === 0) wrong.push('no pane was closed, so none could be compared: send more');
  for (const side of SOURCES) {
    const { read, accepted, duplicates, deadLetters } = own[side];
    if (accepted !== read) wrong.push(`${side}: ${duplicates} duplicates, ${deadLetters} dead letters`);
  }
  // What waits for its other half is neither joined nor unmatched yet: that term alone may be open.
  wrong.push(...imbalances(own).filter((words) => !words.includes('joined')));
  await calm.stop();
  await stormy.stop();
  return { read: readIn(own), accepted: own.predictions.accepted + own.outcomes.accepted, panes, wrong };
}

async function copySources(from: EventLog, directory: string): Promise<number> {
  const to = await createEmbeddedLog({ directory });
  let copied = 0;
  try {
    await to.ensureTopics(topicSpecs(partitions));
    for (const topic of SOURCES) {
      for (let partition = 0; partition < partitions; partition++) {
        const { first, next } = await from.range(topic, partition);
        await from.read(topic, partition, first, next, async (records) => {
          await to.append(records.map(({ key, value }) => ({ topic, partition, key, value })));
          copied += records.length;
        });
      }
    }
  } finally {
    await to.close();
  }
  return copied;
}

async function booksOf(log: EventLog): Promise<Books> {
  const all = emptyBooks();
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range('profiles', partition);
    await log.read('profiles', partition, first, next, (records) => {
      for (const { value } of records) {
        const record = JSON.parse(String(value)) as ProfileRecord;
        if (record.kind === 'delta') addBooks(all, record.books);
      }
    });
  }
  return all;
}

function readIn({ predictions, outcomes }: Books): number {
  return predictions.read + outcomes.read;
}

/** Resolves when no pane has been added for two seconds. */
async function untilStill(log: EventLog): Promise<void> {
  let before = -1;
  for (;;) {
    let now = 0;
    for (let p = 0; p < partitions; p++) now += (await log.range('panes', p)).next;
    if (now === before) return;
    before = now;
    await sleep(2_000);
  }
}
