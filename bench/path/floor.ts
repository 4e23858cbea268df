/** The floors: what reading and parsing the same records costs when nothing is done with them. */
import kafkajs from 'kafkajs';
import { withDefaults } from '../../src/log/kafka/settings.js';
import type { LogRecord } from '../../src/log/port.js';
import { openLog, type KafkaPlace, type LegTask, type Measured } from './leg-task.js';

const SOURCES = ['predictions', 'outcomes'];

export async function readEmbeddedLog(task: LegTask): Promise<Measured> {
  const opening = performance.now();
  const log = await openLog(task);
  const began = performance.now();
  let events = 0;
  const parseAll = (records: readonly LogRecord[]) => {
    for (const { value } of records) if (isEvent(parse(value))) events++;
  };
  for (const topic of SOURCES) {
    for (let partition = 0; partition < task.partitions; partition++) {
      const { first, next } = await log.range(topic, partition);
      await log.read(topic, partition, first, next, parseAll);
    }
  }
  const seconds = (performance.now() - began) / 1000;
  await log.close();
  return { events, seconds, startUpSeconds: (began - opening) / 1000 };
}

/** kafkajs alone, `eachBatch` and JSON.parse, fetching as much at a time as Leeway's own consumer. */
export async function readKafka(task: LegTask, { brokers, prefix }: KafkaPlace): Promise<Measured> {
  const opening = performance.now();
  const { maxWaitMs, maxBytesPerPartition, maxBytes } = withDefaults({ brokers, clientId: '' });
  const consumer = new kafkajs.Kafka({
    clientId: 'leeway-bench-floor',
    brokers,
    logLevel: kafkajs.logLevel.NOTHING,
  }).consumer({
    groupId: `${prefix}floor`,
    maxWaitTimeInMs: maxWaitMs,
    maxBytesPerPartition,
    maxBytes,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: SOURCES.map((topic) => prefix + topic), fromBeginning: true });
  let events = 0;
  let began: number | null = null;
  const ended = new Promise<number>((resolve, reject) => {
    // A broker that has just started answers so at first, and kafkajs comes again.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
    consumer
      .run({
        eachBatch: ({ batch }) => {
          began ??= performance.now();
          for (const { value } of batch.messages) {
            if (isEvent(parse(value)) && ++events === task.events) resolve(performance.now());
          }
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  const end = await ended;
  const first = began ?? end;
  await consumer.disconnect();
  return { events, seconds: (end - first) / 1000, startUpSeconds: (first - opening) / 1000 };
}

function parse(value: Buffer | null): { readonly kind?: string } {
  return JSON.parse((value as Buffer).toString('utf8')) as { kind?: string };
}

/** End markers come on top of what was asked for. */
function isEvent({ kind }: { readonly kind?: string }): boolean {
  return kind !== 'end';
}
