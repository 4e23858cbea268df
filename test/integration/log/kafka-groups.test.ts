/** What only Kafka can show: several processes' worth of members, markers between records, transactions left open. */
import { randomUUID } from 'node:crypto';

import { Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';

import { createKafkaLog, type KafkaLogOptions } from '../../../src/log/kafka/index.js';
import { toOffset, type EventLog, type LogRecord } from '../../../src/log/port.js';
import { commitBatch, consume, type Consumer } from '../../contract/event-log/consumer.js';
import { eventually, numbered, readAll, record, spec, texts } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';

const kafka = await kafkaService();
const broker = kafka.address ?? '';
const run = randomUUID().slice(0, 8);

describe.skipIf(kafka.missing !== undefined)(titled('Kafka groups', kafka), () => {
  const logs: EventLog[] = [];
  const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });

  function openLog(options: Partial<KafkaLogOptions> = {}): EventLog {
    const log = createKafkaLog({
      brokers: [broker],
      clientId: 'groups',
      prefix: `${run}.`,
      sessionTimeoutMs: 6_000,
      heartbeatIntervalMs: 100,
      maxWaitMs: 50,
      ...options,
    });
    logs.push(log);
    return log;
  }

  afterAll(async () => {
    await Promise.all(logs.map((log) => log.close()));
  });

  it('four transactions of one partition that were aborted in another order than they began show nothing of themselves', async () => {
    const log = openLog();
    await log.ensureTopics([spec('profiles', { partitions: 1 })]);
    const topic = `${run}.profiles`;
    const producers = await Promise.all(
      [0, 1, 2, 3].map(async (i) => {
        const producer = client.producer({
          transactionalId: `${run}-doomed-${i}`,
          idempotent: true,
          maxInFlightRequests: 1,
        });
        await producer.connect();
        return producer;
      }),
    );
    const transactions: Awaited<ReturnType<(typeof producers)[number]['transaction']>>[] = [];
    for (const [i, producer] of producers.entries()) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ key: 'doomed', value: `doomed ${i}` }] });
      transactions.push(transaction);
    }
    for (const [i, transaction] of transactions.entries()) {
      await transaction.send({ topic, messages: [{ key: 'doomed', value: `doomed again ${i}` }] });
    }
    for (const i of [2, 0, 3]) await transactions[i]?.abort();
    await transactions[1]?.commit();
    await log.append([record('profiles', 'last', 'last')]);
    for (let from = 0; from < 8; from++) {
      const values: string[] = [];
      await eventually('the last record can be read', async () => {
        values.length = 0;
        const { next } = await log.range('profiles', 0);
        await log.read('profiles', 0, toOffset(from), next, (records) => void values.push(...texts(records)));
        return values.includes('last');
      });
      expect(values.filter((value) => !/^doomed( again)? 1$|^last$/.test(value))).toEqual([]);
    }
    await Promise.all(producers.map((producer) => producer.disconnect()));
  });

  it('two topics, three partitions, members that come and go: each record is processed and committed once', async () => {
    const topics = ['predictions', 'outcomes'];
    const partitions = [0, 1, 2];
    const writing = openLog();
    await writing.ensureTopics([
      ...topics.map((name) => spec(name, { partitions: 3 })),
      spec('copies', { partitions: 3 }),
    ]);
    const join = (log: EventLog): Promise<Consumer> =>
      consume(log, {
        group: 'copiers',
        topics,
        maxBatchRecords: 50,
        process: (batch) =>
          commitBatch(
            batch,
            batch.records.map((r) =>
              record('copies', r.key, `${r.topic} ${r.value?.toString() ?? ''}`, r.partition),
            ),
          ),
      });
    const rounds = 10;
    const perRound = 60;
    const fill = async (): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        await writing.append(
          topics.flatMap((topic) => partitions.flatMap((p) => numbered(topic, perRound, `${round}.`, p))),
        );
      }
    };
    const first = await join(openLog());
    const filling = fill();
    await eventually('the first copies', () => first.delivered().length > 100);
    const second = await join(openLog());
    await eventually('both at work', () => second.held.size > 0 && first.held.size > 0);
    await first.close();
    const third = await join(openLog());
    await filling;
    const wanted = topics
      .flatMap((topic) =>
        Array.from({ length: rounds }, (_, round) =>
          Array.from({ length: perRound }, (__, i) => `${topic} ${round}.${i}`),
        ).flat(),
      )
      .sort();
    for (const partition of partitions) {
      let copies: LogRecord[] = [];
      await eventually(`all copies of partition ${partition}`, async () => {
        copies = await readAll(writing, 'copies', partition);
        return copies.length >= wanted.length;
      });
      expect(texts(copies).sort()).toEqual(wanted);
      // Each topic keeps its order through all the changes of hands.
      for (const topic of topics) {
        const order = texts(copies).filter((text) => text.startsWith(topic));
        expect(order).toEqual(
          Array.from(
            { length: rounds * perRound },
            (_, i) => `${topic} ${Math.floor(i / perRound)}.${i % perRound}`,
          ),
        );
      }
    }
    for (const consumer of [second, third]) await consumer.close();
    for (const consumer of [first, second, third]) {
      expect(consumer.fatal).toEqual([]);
      for (const { task } of consumer.batches) expect(task.topics).toEqual(topics);
    }
  });

  it('reads to the end of a topic whose last offsets are markers and aborted records', async () => {
    const log = openLog();
    await log.ensureTopics([spec('marked')]);
    const writer = await log.writer('marking');
    for (let i = 0; i < 3; i++) await writer.commit([record('marked', 'k', `whole ${i}`)]);
    await writer.close();
    const producer = client.producer({ transactionalId: `${run}-aborting`, idempotent: true });
    await producer.connect();
    for (let i = 0; i < 2; i++) {
      const transaction = await producer.transaction();
      await transaction.send({ topic: `${run}.marked`, messages: [{ value: 'ghost' }] });
      await transaction.abort();
    }
    await producer.disconnect();
    await eventually('the last marker', async () => (await log.range('marked', 0)).next >= 10);
    expect(texts(await readAll(log, 'marked'))).toEqual(['whole 0', 'whole 1', 'whole 2']);
    // Between two markers there is nothing to read, which is an answer and not a wait.
    const { next } = await log.range('marked', 0);
    const found: LogRecord[] = [];
    await log.read('marked', 0, toOffset(next - 1), next, (records) => void found.push(...records));
    expect(found).toEqual([]);
  });

  it('what an open transaction holds back neither blocks the preferred topic for ever nor is delivered', async () => {
    const log = openLog();
    const topics = ['ahead', 'behind'];
    await log.ensureTopics(topics.map((name) => spec(name)));
    await log.append([...numbered('behind', 1)]);
    const producer = client.producer({ transactionalId: `${run}-open`, idempotent: true });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: `${run}.behind`, messages: [{ value: 'late' }], acks: -1 });
    await log.append(numbered('ahead', 30));
    const consumer = await consume(log, {
      group: 'patient',
      topics,
      maxBatchRecords: 10,
      prefer: (unread) => (unread.includes('behind') ? 'behind' : (unread[0] ?? '')),
    });
    await eventually('the topic ahead', () => consumer.delivered('ahead').length === 30);
    expect(texts(consumer.delivered('behind'))).toEqual(['0']);
    await transaction.commit();
    await producer.disconnect();
    await eventually('the late record', () => consumer.delivered('behind').length === 2);
    await consumer.close();
    expect(consumer.fatal).toEqual([]);
  });

  it('two deployments that share a prefix are told so', async () => {
    const log = openLog();
    await log.ensureTopics([spec('contested')]);
    await log.append(numbered('contested', 1));
    const consumer = await consume(log, {
      group: 'contested',
      topics: ['contested'],
      process: async (batch) => {
        const rival = client.producer({ transactionalId: `${run}.contested-0`, idempotent: true });
        await rival.connect();
        await (await rival.transaction()).abort();
        await rival.disconnect();
        await commitBatch(batch);
      },
    });
    await eventually('onFatal', () => consumer.fatal.length > 0);
    await consumer.close();
    expect(consumer.fatal[0]).toMatchObject({ name: 'LogError', code: 'locked', handling: 'fatal' });
    expect(consumer.fatal[0]?.message).toMatch(/prefix/);
  });

  it('topics of different counts cannot be consumed together', async () => {
    const log = openLog();
    await log.ensureTopics([spec('two', { partitions: 2 }), spec('three', { partitions: 3 })]);
    const joining = consume(log, { group: 'uneven', topics: ['two', 'three'] });
    await expect(joining).rejects.toMatchObject({ code: 'topic-mismatch' });
  });

  it('refuses a topic whose records carry the clocks of producers', async () => {
    const admin = client.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic: `${run}.clocks`, numPartitions: 1 }],
      waitForLeaders: true,
    });
    await admin.disconnect();
    await expect(openLog().ensureTopics([spec('clocks')])).rejects.toThrow(
      /clocks has message\.timestamp\.type=CreateTime, want LogAppendTime: kafka-configs\.sh .*--add-config/,
    );
  });
});
