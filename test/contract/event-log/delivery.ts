import { describe, expect, it } from 'vitest';
import { commitBatch, consume } from './consumer.js';
import { eventually, gate, numbered, spec, texts, useFixture, type EventLogFixture } from './fixture.js';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

export function deliveryCases(setup: () => Promise<EventLogFixture>): void {
  describe('subscriptions', () => {
    const fixture = useFixture(setup);

    it('deliver everything once, in order, what was there and what comes', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('delivery');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 1_000));
      const consumer = await consume(log, { group: fixture().topic('group'), topics: [topic] });
      await eventually('the first thousand', () => consumer.delivered().length >= 1_000);
      await log.append(numbered(topic, 500));
      await eventually('the rest', () => consumer.delivered().length >= 1_500);
      await consumer.close();
      expect(texts(consumer.delivered())).toEqual([...numbers(1_000), ...numbers(500)]);
      expect(consumer.fatal).toEqual([]);
    });

    it('keep to the batch limit, and a batch holds one topic only', async () => {
      const log = await fixture().log();
      const topics = [fixture().topic('limit-a'), fixture().topic('limit-b')];
      await log.ensureTopics(topics.map((topic) => spec(topic)));
      await log.append(topics.flatMap((topic) => numbered(topic, 100)));
      const group = fixture().topic('group');
      const consumer = await consume(log, { group, topics, maxBatchRecords: 7 });
      await eventually('both topics', () => consumer.delivered().length >= 200);
      await consumer.close();
      for (const batch of consumer.batches) {
        expect(batch.records.length).toBeLessThanOrEqual(7);
        expect(new Set(batch.records.map((r) => r.topic)).size).toBe(1);
      }
      for (const topic of topics) expect(texts(consumer.delivered(topic))).toEqual(numbers(100));
    });

    it('never run `process` of one task twice at a time', async () => {
      const log = await fixture().log();
      const topics = [fixture().topic('serial-a'), fixture().topic('serial-b')];
      await log.ensureTopics(topics.map((topic) => spec(topic, { partitions: 2 })));
      await log.append(topics.flatMap((t) => [...numbered(t, 50, '', 0), ...numbered(t, 50, '', 1)]));
      const running = new Map<number, number>();
      let overlaps = 0;
      const consumer = await consume(log, {
        group: fixture().topic('group'),
        topics,
        maxBatchRecords: 10,
        process: async (batch) => {
          const { partition } = batch.task;
          const now = (running.get(partition) ?? 0) + 1;
          running.set(partition, now);
          if (now > 1) overlaps++;
          await new Promise(setImmediate);
          await commitBatch(batch);
          running.set(partition, now - 1);
        },
      });
      await eventually('all records', () => consumer.delivered().length >= 200);
      await consumer.close();
      expect(overlaps).toBe(0);
      expect(consumer.delivered()).toHaveLength(200);
    });

    it('ask the handler which topic comes next, and count what is unread', async () => {
      const log = await fixture().log();
      const behind = fixture().topic('prefer-b');
      const ahead = fixture().topic('prefer-a');
      await log.ensureTopics([spec(ahead), spec(behind)]);
      const group = fixture().topic('group');
      const held = gate();
      let first = true;
      const consumer = await consume(log, {
        group,
        topics: [ahead, behind],
        maxBatchRecords: 10,
        prefer: (topics) => (topics.includes(behind) ? behind : (topics[0] ?? '')),
        process: async (batch) => {
          if (first) {
            first = false;
            await held.opened;
          }
          await commitBatch(batch);
        },
      });
      // The first batch keeps the task busy until both topics have records that wait to be read.
      await log.append(numbered(ahead, 1, 'start'));
      await eventually('the first batch', () => consumer.batches.length === 1);
      await log.append([...numbered(ahead, 40), ...numbered(behind, 40)]);
      held.open();
      await eventually('all records', () => consumer.delivered().length >= 81);
      await consumer.close();
      // From the first batch of `behind` on, it goes first until it is exhausted.
      const order = consumer.batches.slice(1).map((batch) => batch.topic);
      const from = order.indexOf(behind);
      const to = order.lastIndexOf(behind);
      expect(order.slice(from, to + 1).every((topic) => topic === behind)).toBe(true);
      const last = consumer.batches.at(-1);
      expect(last?.unread[last.topic]).toBe(0);
      for (const batch of consumer.batches) {
        for (const topic of [ahead, behind]) expect(batch.unread[topic]).toBeGreaterThanOrEqual(0);
      }
    });

    it('closed, let the running work finish and its commit count; nothing is processed later', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('closing');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 20));
      const started = gate();
      const release = gate();
      let finished = false;
      const consumer = await consume(log, {
        group,
        topics: [topic],
        maxBatchRecords: 10,
        process: async (batch) => {
          started.open();
          await release.opened;
          await commitBatch(batch);
          finished = true;
        },
      });
      await started.opened;
      const closing = consumer.close().then(() => finished);
      release.open();
      expect(await closing).toBe(true);
      expect(consumer.held.size).toBe(0);
      const seen = consumer.delivered().length;
      await log.append(numbered(topic, 1));
      const again = await consume(log, { group, topics: [topic] });
      await eventually('the rest', () => again.delivered().length >= 21 - seen);
      await again.close();
      expect(consumer.delivered()).toHaveLength(seen);
      expect(texts(again.delivered())).toEqual([...numbers(20).slice(seen), '0']);
    });
  });
}
