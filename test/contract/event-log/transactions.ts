import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/log/port.js';
import { commitBatch, consume, consumedBy } from './consumer.js';
import {
  eventually,
  numbered,
  readAll,
  readAtLeast,
  record,
  spec,
  texts,
  useFixture,
  type EventLogFixture,
} from './fixture.js';

export function transactionCases(setup: () => Promise<EventLogFixture>): void {
  describe('commit', () => {
    const fixture = useFixture(setup);

    it('moves the group and appends the output together; a restart goes on from there', async () => {
      const log = await fixture().log();
      const input = fixture().topic('in');
      const output = fixture().topic('out');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(input), spec(output, { partitions: 2 })]);
      await log.append(numbered(input, 30));
      const copy = { group, topics: [input], maxBatchRecords: 10 };
      const first = await consume(log, {
        ...copy,
        process: (batch) =>
          commitBatch(
            batch,
            texts(batch.records).map((text, i) => record(output, 'k', `copy ${text}`, i % 2)),
          ),
      });
      await eventually('30 records', () => first.delivered().length >= 30);
      await first.close();
      await log.append(numbered(input, 5, 'more'));
      const other = await fixture().log();
      const second = await consume(other, {
        ...copy,
        process: (batch) =>
          commitBatch(
            batch,
            texts(batch.records).map((t) => record(output, 'k', `copy ${t}`, 0)),
          ),
      });
      await eventually('the 5 later ones', () => second.delivered().length >= 5);
      await second.close();
      expect(texts(second.delivered())).toEqual(['more0', 'more1', 'more2', 'more3', 'more4']);
      let copies: LogRecord[] = [];
      await eventually('all output is readable', async () => {
        copies = [...(await readAll(log, output, 0)), ...(await readAll(log, output, 1))];
        return copies.length >= 35;
      });
      expect(texts(copies).sort()).toEqual(
        texts(await readAll(log, input))
          .map((t) => `copy ${t}`)
          .sort(),
      );
    });

    it('that fails leaves neither output nor progress', async () => {
      const log = await fixture().log();
      const input = fixture().topic('in');
      const output = fixture().topic('out');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(input), spec(output, { maxRecordBytes: 10_000 })]);
      await log.append(numbered(input, 3));
      const failing = await consume(log, {
        group,
        topics: [input],
        process: (batch) =>
          commitBatch(batch, [record(output, 'a', 'ghost'), record(output, 'b', 'x'.repeat(20_000))]),
      });
      await eventually('the refusal', () => failing.fatal.length > 0);
      await failing.close();
      expect(failing.fatal[0]).toMatchObject({ name: 'LogError', code: 'record-too-large' });
      const sound = await consume(log, {
        group,
        topics: [input],
        process: (batch) => commitBatch(batch, [record(output, 'a', 'sound')]),
      });
      await eventually('the same records again', () => sound.delivered().length >= 3);
      await sound.close();
      expect(texts(sound.delivered())).toEqual(['0', '1', '2']);
      const found = texts(await readAtLeast(1, log, output));
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found)).toEqual(new Set(['sound']));
    });

    it('is invisible to readers and followers until it is whole', async () => {
      const log = await fixture().log();
      const input = fixture().topic('in');
      const output = fixture().topic('out');
      await log.ensureTopics([spec(input), spec(output, { partitions: 3 })]);
      await log.append(numbered(input, 20));
      const sizes = new Set<number>();
      let followed = 0;
      const follower = await (
        await fixture().log()
      ).follow([output], 'first', (records) => {
        followed += records.length;
      });
      const consumer = await consume(log, {
        group: fixture().topic('group'),
        topics: [input],
        maxBatchRecords: 5,
        process: async (batch) => {
          const produced = [0, 1, 2].flatMap((p) => numbered(output, 50, '', p));
          const running = batch.task.commit({ consumed: consumedBy(batch), produced });
          sizes.add((await readAll(log, output, 2)).length % 50);
          await running;
        },
      });
      const complete = (): boolean => consumer.delivered().length >= 20;
      await eventually('all input', complete);
      const batches = consumer.batches.length;
      await eventually('all output', () => followed === batches * 150);
      await consumer.close();
      await follower.close();
      expect([...sizes]).toEqual([0]);
    });

    it('is replayed for local state from positions below it, and counts once', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('restore');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 10));
      const first = await consume(log, { group, topics: [topic] });
      await eventually('10 records', () => first.delivered().length >= 10);
      await first.close();
      const from = first.delivered()[4]?.offset;
      if (from === undefined) throw new Error('no fifth record');
      const second = await consume(log, {
        group,
        topics: [topic],
        positions: () => ({ [topic]: from }),
        process: () => Promise.resolve(),
      });
      await eventually('the last six again', () => second.delivered().length >= 6);
      await second.close();
      expect(texts(second.delivered())).toEqual(['4', '5', '6', '7', '8', '9']);
      const third = await consume(log, { group, topics: [topic] });
      await log.append(numbered(topic, 1, 'last'));
      await eventually('only the new one', () => third.delivered().length >= 1);
      await third.close();
      expect(texts(third.delivered())).toEqual(['last0']);
      expect(third.opened[0]?.committed[topic]).toBeGreaterThan(from);
    });

    it('that a thrown error kept from happening comes again: the same records, a new task', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('retry');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 4));
      let failures = 0;
      const consumer = await consume(log, {
        group: fixture().topic('group'),
        topics: [topic],
        process: async (batch) => {
          if (failures++ === 0) throw new Error('a passing failure');
          await commitBatch(batch);
        },
      });
      await eventually('the second try', () => consumer.delivered().length >= 8);
      await consumer.close();
      expect(texts(consumer.delivered())).toEqual(['0', '1', '2', '3', '0', '1', '2', '3']);
      expect(consumer.opened.length).toBeGreaterThanOrEqual(2);
      expect(consumer.fatal).toEqual([]);
    });

    it('gives up, and says so, when the same records fail for ever', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('hopeless');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 1));
      const consumer = await consume(log, {
        group: fixture().topic('group'),
        topics: [topic],
        process: () => Promise.reject(new Error('always')),
      });
      await eventually('onFatal', () => consumer.fatal.length > 0);
      await consumer.close();
      expect(consumer.fatal).toHaveLength(1);
      expect(consumer.fatal[0]?.message).toMatch(/always/);
      expect(consumer.batches.length).toBeGreaterThan(1);
      expect(consumer.held.size).toBe(0);
    });
  });
}
