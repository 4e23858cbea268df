/**
 * A broker that tells offsets from before commits that it has made. No broker does so when it is asked to (that takes a kill in
 * the middle of a commit: `npm run chaos -- --broker-kills`), so what it tells is put here by hand; the topics are real.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { readSignature } from '../../../src/log/kafka/commit-signature.js';
import { lastStanding } from '../../../src/log/kafka/commits-in-doubt.js';
import { KafkaConnection } from '../../../src/log/kafka/connection.js';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import { withDefaults } from '../../../src/log/kafka/settings.js';
import { toOffset, type LogRecord, type Offset } from '../../../src/log/port.js';
import { commitBatch, consume } from '../../contract/event-log/consumer.js';
import { eventually, numbered, spec } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { quick } from './kafka-fixture.js';

const kafka = await kafkaService();
const broker = kafka.address ?? '';

describe.skipIf(kafka.missing !== undefined)(titled('commits in doubt on Kafka', kafka), () => {
  const settings = { brokers: [broker], clientId: 'doubt', prefix: `${randomUUID().slice(0, 8)}.`, ...quick };
  const log = createKafkaLog(settings);
  const connection = new KafkaConnection(withDefaults(settings));

  afterAll(async () => {
    await log.close();
    await connection.close();
  });

  interface Told {
    readonly committed: Offset;
    readonly commit: string | null;
  }

  /** A group copies twelve records, two a commit, of which every third appends nothing; what was told before the first and after each. */
  async function copied() {
    const name = randomUUID().slice(0, 8);
    const [input, output, group] = [`in-${name}`, `out-${name}`, `leeway-${name}`];
    await log.ensureTopics([spec(input), spec(output)]);
    await log.append(numbered(input, 12));
    const told: Told[] = [];
    const tell = async () => {
      const admin = await connection.admin();
      const [answer] = await admin.fetchOffsets({
        groupId: connection.name(group),
        topics: [connection.name(input)],
      });
      const found = answer?.partitions.find(({ partition }) => partition === 0);
      told.push({
        committed: toOffset(found?.offset ?? -1),
        commit: readSignature(found?.metadata ?? null)?.commit ?? null,
      });
    };
    let commits = 0;
    const consumer = await consume(log, {
      group,
      topics: [input],
      produces: [output],
      maxBatchRecords: 2,
      process: async (batch) => {
        const copies = batch.records.map(({ value, headers }) => ({
          topic: output,
          key: null,
          partition: 0,
          value,
          headers,
        }));
        if (commits === 0) await tell();
        await commitBatch(batch, commits++ % 3 === 2 ? [] : copies);
        await tell();
      },
    });
    await eventually('all twelve', () => told.length === 7);
    await consumer.close();
    return { input, output, group, told };
  }

  it('are found from wherever the broker says the task is', async () => {
    const { input, output, group, told } = await copied();
    const range = await log.range(input, 0);
    const last = told.at(-1) as Told;
    expect(last.commit).not.toBeNull();
    const standings: (Told | undefined)[] = [];
    for (const before of told) {
      const found = new Map([[input, { ...before, range }]]);
      const standing = await lastStanding(connection, { group, partition: 0, produces: [output] }, found);
      standings.push(standing.get(input));
    }
    // The last commit appended nothing, so nothing of it can be there twice: it is read and committed once more.
    const end = { committed: toOffset(10), commit: last.commit, range };
    expect(told[0]).toMatchObject({ committed: 0, commit: expect.any(String) });
    expect(standings).toEqual([end, end, end, end, end, end, { ...last, range }]);
  });

  it('of other groups and partitions are none of its own', async () => {
    const { input, output, told, group } = await copied();
    const range = await log.range(input, 0);
    const found = new Map([[input, { ...(told[0] as Told), range }]]);
    expect(
      await lastStanding(connection, { group: 'leeway-other', partition: 0, produces: [output] }, found),
    ).toEqual(found);
    expect(await lastStanding(connection, { group, partition: 1, produces: [output] }, found)).toEqual(found);
  });

  it('leave nothing in the records that a reader sees', async () => {
    const { output } = await copied();
    const seen: LogRecord[] = [];
    const { first, next } = await log.range(output, 0);
    await log.read(output, 0, first, next, (records) => void seen.push(...records));
    expect(seen).toHaveLength(8);
    expect(seen.map(({ headers }) => headers)).toEqual(seen.map(() => ({})));
  });
});
