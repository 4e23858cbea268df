/**
 * What others put into the log wrongly: every record of it must come out in `dead-letters` as it was, be counted under its
 * reason, and hold nothing up.
 */
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DEAD_LETTER_BYTES } from '../../../consumers/profiler/stage.js';
import { UNKNOWN_MODEL } from '../../../consumers/profiler/profiler.js';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import { partitionOf } from '../../../src/log/partitioner.js';
import type { EventLog, LogRecord } from '../../../src/log/port.js';
import type { Books } from '../../../src/records/books.js';
import { eventually } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { badRecords, type BadRecord, type Placed } from './bad-records.js';
import { CliProcess, killRunning } from './cli-process.js';
import { removeKafkaPrefix } from './remove-kafka-prefix.js';
import { statusOf } from './run-demo.js';
import { postSteady, STEADY, steadyPrediction } from './steady-stream.js';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.js';

const PARTITIONS = 4;
const BEFORE = 100;

afterEach(killRunning);
afterAll(removeTemporaryFolders);

/** Records without a key go where they are put; those with one where every producer would put them. */
function partitionFor({ key }: BadRecord, i: number): number {
  return key === null ? i % PARTITIONS : partitionOf(key, PARTITIONS);
}

async function booksOf(cli: CliProcess, model: string): Promise<Books | undefined> {
  return (await statusOf(cli, model))?.books;
}

/** Until the books of the model say that so many of its records have been read on each side. */
async function untilRead(
  cli: CliProcess,
  model: string,
  predictions: number,
  outcomes: number,
): Promise<Books> {
  return cli.until(`${predictions} predictions and ${outcomes} outcomes of ${model} read`, async () => {
    const books = await booksOf(cli, model);
    return books?.predictions.read === predictions && books.outcomes.read === outcomes ? books : undefined;
  });
}

function countBy(records: readonly BadRecord[], booked: boolean): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of records.filter((record) => record.booked === booked))
    counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** The counters, and a good record after all the bad ones that goes its way. */
async function expectCountedAndGoingOn(cli: CliProcess, placed: readonly Placed[]): Promise<void> {
  const sent = (topic: string, booked: boolean): number =>
    placed.filter((record) => record.topic === topic && record.booked === booked).length;
  const unknown = await untilRead(cli, UNKNOWN_MODEL, sent('predictions', false), sent('outcomes', false));
  expect(unknown.deadLetters).toEqual(countBy(placed, false));
  // One record was also sent again as it was: a duplicate and no dead letter.
  const known = await untilRead(
    cli,
    STEADY,
    BEFORE + 1 + sent('predictions', true),
    BEFORE + sent('outcomes', true),
  );
  expect(known.deadLetters).toEqual(countBy(placed, true));
  expect(known.predictions).toMatchObject({ accepted: BEFORE, duplicates: 1, joined: BEFORE });
  expect(known.outcomes).toMatchObject({ accepted: BEFORE, duplicates: 0, joined: BEFORE });

  await postSteady(cli, BEFORE, BEFORE + 1);
  const after = await untilRead(cli, STEADY, known.predictions.read + 1, known.outcomes.read + 1);
  expect(after.predictions).toMatchObject({ accepted: BEFORE + 1, joined: BEFORE + 1, late: 0 });
  expect(after.outcomes).toMatchObject({ accepted: BEFORE + 1, joined: BEFORE + 1, late: 0 });
  expect(after.deadLetters).toEqual(known.deadLetters);
}

async function deadLettersIn(log: EventLog): Promise<LogRecord[]> {
  const letters: LogRecord[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const { first, next } = await log.range('dead-letters', partition);
    await log.read('dead-letters', partition, first, next, (records) => void letters.push(...records));
  }
  return letters;
}

/** Every bad record once, with its coordinates, its reason and its own bytes. */
async function expectLetters(log: EventLog, placed: readonly Placed[]): Promise<void> {
  let letters: LogRecord[] = [];
  await eventually(
    'the dead letters',
    async () => (letters = await deadLettersIn(log)).length >= placed.length,
  );
  expect(letters).toHaveLength(placed.length);
  for (const { topic, partition, offset, reason, key, value } of placed) {
    const letter = letters.find((found) => found.key === `${topic}/${partition}/${offset}`);
    expect(letter?.headers, `${reason} at ${topic}/${partition}/${offset}`).toMatchObject({
      topic,
      partition: String(partition),
      offset: String(offset),
      stage: 'profiler',
      reason,
      message: expect.stringMatching(/\w+ \w+/),
      ...(key !== null && { key }),
    });
    expect(letter?.value?.equals(value.subarray(0, DEAD_LETTER_BYTES))).toBe(true);
    if (value.length > DEAD_LETTER_BYTES) {
      expect(letter?.headers).toMatchObject({
        bytes: String(value.length),
        sha256: createHash('sha256').update(value).digest('hex'),
      });
    }
  }
}

const again = { key: steadyPrediction(3).id, value: JSON.stringify(steadyPrediction(3)) };

describe('bad records in the embedded log', () => {
  it('are dead-lettered and counted, and hold nothing up', async () => {
    const data = temporaryFolder();
    const run = (): CliProcess => new CliProcess(['run', '--port', '0', '--data', data]);
    const first = run();
    await postSteady(first, 0, BEFORE);
    await untilRead(first, STEADY, BEFORE, BEFORE);
    expect(await first.stop()).toEqual({ code: 0, signal: null });

    const placed: Placed[] = [];
    const log = await createEmbeddedLog({ directory: join(data, 'log') });
    for (const [i, record] of badRecords(Date.now()).entries()) {
      const { topic, key, value } = record;
      const partition = partitionFor(record, i);
      placed.push({ ...record, partition, offset: (await log.range(topic, partition)).next });
      await log.append([{ topic, partition, key, value }]);
    }
    await log.append([{ topic: 'predictions', key: again.key, value: Buffer.from(again.value) }]);
    await log.close();

    const second = run();
    await expectCountedAndGoingOn(second, placed);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
    const opened = await createEmbeddedLog({ directory: join(data, 'log') });
    try {
      await expectLetters(opened, placed);
    } finally {
      await opened.close();
    }
  });
});

const kafka = await kafkaService();
describe.skipIf(kafka.missing !== undefined)(
  titled('bad records from a foreign producer on Kafka', kafka),
  () => {
    const address = kafka.address ?? '';
    const prefix = `letters-${randomUUID().slice(0, 8)}-`;
    afterAll(() => removeKafkaPrefix(address, prefix));

    it('are dead-lettered and counted, and hold nothing up', async () => {
      const cli = new CliProcess([
        'run',
        '--port',
        '0',
        '--data',
        temporaryFolder(),
        '--kafka',
        address,
        '--prefix',
        prefix,
      ]);
      await postSteady(cli, 0, BEFORE);
      await untilRead(cli, STEADY, BEFORE, BEFORE);

      const producer = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
      const placed: Placed[] = [];
      for (const [i, record] of badRecords(Date.now()).entries()) {
        const { topic, key, value } = record;
        const partition = partitionFor(record, i);
        const [sent] = await producer.send({ topic: prefix + topic, messages: [{ key, value, partition }] });
        placed.push({ ...record, partition, offset: Number(sent?.baseOffset) });
      }
      const partition = partitionOf(again.key, PARTITIONS);
      await producer.send({ topic: `${prefix}predictions`, messages: [{ ...again, partition }] });
      await producer.disconnect();

      await expectCountedAndGoingOn(cli, placed);
      const log = createKafkaLog({ brokers: [address], clientId: 'test', prefix });
      try {
        await expectLetters(log, placed);
      } finally {
        await log.close();
      }
      expect(await cli.stop()).toEqual({ code: 0, signal: null });
    });
  },
);
