/** Producers that place records in their own way, and the stage that puts them where the join needs them: once each. */
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type ICustomPartitioner } from 'kafkajs';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { openRekey } from '../../../consumers/rekey/rekey.js';
import { startLeeway } from '../../../src/cli/compose.js';
import { defaultConfig } from '../../../src/config/load-config.js';
import { LogError } from '../../../src/log/errors.js';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import { partitionOf } from '../../../src/log/partitioner.js';
import type { EventLog, Task } from '../../../src/log/port.js';
import { addBooks, emptyBooks } from '../../../src/records/books.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import { groupOf, stages, topicSpecs } from '../../../src/topology.js';
import { eventually, readAll } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { removeKafkaPrefix } from '../demo/remove-kafka-prefix.js';
import { steadyOutcome, steadyPrediction } from '../demo/steady-stream.js';
import { removeTemporaryFolders, temporaryFolder } from '../demo/temporary-folder.js';
import { temporaryLog } from '../log/embedded/temporary-log.js';
import { quick } from '../log/kafka-fixture.js';

const PARTITIONS = 4;
const IDS = 2_000;
const kafka = await kafkaService();
const broker = kafka.address ?? '';
const prefixes: string[] = [];
afterAll(async () => {
  for (const prefix of prefixes) await removeKafkaPrefix(broker, prefix);
  removeTemporaryFolders();
});

function newPrefix(): string {
  const prefix = `rekey-${randomUUID().slice(0, 8)}.`;
  prefixes.push(prefix);
  return prefix;
}

/**
 * A record an id, a second apart: the partitions of the source are read in any order, so what is far apart in time would be late.
 */
const START = Date.UTC(2026, 0, 5);
const closeBy = {
  predictions: (i: number) => ({ ...steadyPrediction(i), time: START + i * 1_000 }),
  outcomes: (i: number) => ({ ...steadyOutcome(i), time: START + i * 1_000 + 60_000 }),
} as const;

/** IEEE CRC-32 mod P of the key: librdkafka's `consistent`. */
function foreignPartition(key: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(key)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ 0xffffffff) >>> 0) % PARTITIONS;
}

/** The stage in two members whose commits fail now and then: before they are written, or after it, when nobody hears so. */
async function runFailing(logs: readonly EventLog[], done: () => Promise<boolean>): Promise<number> {
  let commits = 0;
  let failures = 0;
  const failing = (task: Task): Task => ({
    ...task,
    commit: async (commit) => {
      const turn = commits++ % 5;
      if (turn === 1 || turn === 3) failures++;
      if (turn === 1) throw new LogError('task-lost', 'the commit was refused');
      await task.commit(commit);
      if (turn === 3) throw new LogError('task-lost', 'the answer to the commit was lost');
    },
  });
  const fatal: Error[] = [];
  const members = await Promise.all(
    logs.map((log) =>
      log.subscribe({
        group: groupOf('rekey'),
        topics: stages.rekey.reads,
        produces: stages.rekey.writes,
        maxBatchRecords: 50,
        open: (task) => Promise.resolve(openRekey(failing(task))),
        onFatal: (error) => fatal.push(error),
      }),
    ),
  );
  await eventually(
    'every record has been put where it belongs',
    async () => fatal.length > 0 || (await done()),
  );
  for (const member of members) await member.close();
  expect(fatal).toEqual([]);
  return failures;
}

async function placesEachOnce(open: () => Promise<EventLog>, members: number): Promise<void> {
  const logs = await Promise.all(Array.from({ length: members }, open));
  const log = logs[0] as EventLog;
  await log.ensureTopics(topicSpecs(PARTITIONS, { rekey: true }));
  const events = (make: (i: number) => { readonly id: string }, topic: string) =>
    Array.from({ length: IDS }, (_, i) => make(i)).map((event) => ({
      topic,
      key: `tenant-${event.id.length}`,
      partition: foreignPartition(event.id),
      value: Buffer.from(JSON.stringify(event)),
    }));
  await log.append(events(steadyPrediction, 'predictions-in'));
  await log.append(events(steadyOutcome, 'outcomes-in'));
  const found = async (topic: string) =>
    (await Promise.all(Array.from({ length: PARTITIONS }, (_, p) => readAll(log, topic, p)))).flat();
  const failures = await runFailing(
    logs,
    async () => (await found('outcomes')).length >= IDS && (await found('predictions')).length >= IDS,
  );
  expect(failures).toBeGreaterThan(5);
  for (const [topic, make] of [
    ['predictions', steadyPrediction],
    ['outcomes', steadyOutcome],
  ] as const) {
    const records = await found(topic);
    const expected = Array.from({ length: IDS }, (_, i) => JSON.stringify(make(i)));
    expect(records.map(({ value }) => String(value)).sort()).toEqual(expected.sort());
    for (const { key, partition, value } of records) {
      expect(key).toBe((JSON.parse(String(value)) as { id: string }).id);
      expect(partition).toBe(partitionOf(key, PARTITIONS));
    }
  }
}

describe('rekey', () => {
  it('puts each record where it belongs, once, whatever becomes of its commits: embedded', async () => {
    const { log } = await temporaryLog();
    await placesEachOnce(() => Promise.resolve(log), 1);
  });

  it.skipIf(kafka.missing !== undefined)(
    titled('puts each record where it belongs, once, with two members whose commits fail: Kafka', kafka),
    async () => {
      const prefix = newPrefix();
      const opened: EventLog[] = [];
      try {
        await placesEachOnce(() => {
          const log = createKafkaLog({ brokers: [broker], clientId: 'rekey', prefix, ...quick });
          opened.push(log);
          return Promise.resolve(log);
        }, 2);
      } finally {
        for (const log of opened) await log.close();
      }
    },
  );

  it.skipIf(kafka.missing !== undefined)(
    titled('joins everything that a CRC32 producer sends: Kafka', kafka),
    async () => {
      const prefix = newPrefix();
      const problems: string[] = [];
      const leeway = await startLeeway({
        config: {
          ...defaultConfig,
          port: 0,
          partitions: PARTITIONS,
          data: temporaryFolder(),
          rekey: true,
          kafka: { brokers: [broker], prefix },
        },
        stages: ['rekey', 'profiler'],
        logger: pino({ level: 'error' }, { write: (line: string) => void problems.push(line) }),
        showHealth: true,
        onFatal: (error) => problems.push(String(error)),
      });
      try {
        const createPartitioner: ICustomPartitioner =
          () =>
          ({ message }) =>
            foreignPartition(String(message.key));
        const producer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).producer({
          createPartitioner,
        });
        await producer.connect();
        for (const [topic, make] of [
          ['predictions-in', closeBy.predictions],
          ['outcomes-in', closeBy.outcomes],
        ] as const) {
          const messages = Array.from({ length: IDS }, (_, i) => make(i)).map((event) => ({
            key: event.id,
            value: JSON.stringify(event),
          }));
          await producer.send({ topic: prefix + topic, messages });
        }
        await producer.disconnect();
        const books = async () => {
          const all = emptyBooks();
          for (let p = 0; p < PARTITIONS; p++) {
            for (const { value } of await readAll(leeway.log, 'profiles', p)) {
              const record = JSON.parse(String(value)) as ProfileRecord;
              if (record.kind === 'delta') addBooks(all, record.books);
            }
          }
          return all;
        };
        await eventually('everything is read', async () => {
          const { predictions, outcomes } = await books();
          return problems.length > 0 || predictions.read + outcomes.read >= 2 * IDS;
        });
        const all = await books();
        expect(all.predictions).toMatchObject({ read: IDS, accepted: IDS, joined: IDS });
        expect(all.outcomes).toMatchObject({ read: IDS, accepted: IDS, joined: IDS });
        expect(await (await fetch(`${leeway.url}/api/status`)).text()).not.toContain('murmur2');
        expect(problems).toEqual([]);
      } finally {
        await leeway.stop();
      }
    },
  );
});
