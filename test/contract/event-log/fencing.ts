import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/log/port.js';
import { commitBatch, consume } from './consumer.js';
import {
  eventually,
  failureOf,
  gate,
  numbered,
  readAll,
  readAtLeast,
  record,
  spec,
  texts,
  useFixture,
  type EventLogFixture,
} from './fixture.js';

export function fencingCases(setup: () => Promise<EventLogFixture>): void {
  describe('fencing', () => {
    const fixture = useFixture(setup);

    it('refuses the commit of a task that another has taken over, then opens it anew', async () => {
      const log = await fixture().log();
      const input = fixture().topic('in');
      const output = fixture().topic('out');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(input), spec(output)]);
      await log.append(numbered(input, 3));
      const reached = gate();
      const release = gate();
      const errors: unknown[] = [];
      const consumer = await consume(log, {
        group,
        topics: [input],
        process: async (batch) => {
          const attempt = errors.length === 0 ? 'zombie' : 'owner';
          reached.open();
          await release.opened;
          try {
            await commitBatch(batch, [record(output, 'k', attempt)]);
          } catch (error) {
            errors.push(error);
            throw error;
          }
        },
      });
      await reached.opened;
      await fixture().fence(group, [input], 0);
      release.open();
      await eventually('output of the task opened anew', async () => (await readAll(log, output)).length > 0);
      await consumer.close();
      expect(errors[0]).toMatchObject({ name: 'LogError', code: 'task-lost', handling: 'reopen' });
      expect(new Set(texts(await readAll(log, output)))).toEqual(new Set(['owner']));
      expect(consumer.opened.length).toBeGreaterThanOrEqual(2);
      expect(consumer.fatal).toEqual([]);
    });

    it('gives a task up after a failed commit even where its handler has caught the error', async () => {
      const log = await fixture().log();
      const input = fixture().topic('in');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(input)]);
      await log.append(numbered(input, 3));
      let caught = 0;
      const consumer = await consume(log, {
        group,
        topics: [input],
        maxBatchRecords: 1,
        process: async (batch) => {
          if (caught === 0) await fixture().fence(group, [input], 0);
          await commitBatch(batch).catch(() => caught++);
        },
      });
      await eventually('all records with the new task', () => consumer.delivered().length >= 4);
      await consumer.close();
      // Going on after the first record would have lost it: its commit did not happen.
      expect(texts(consumer.delivered())).toEqual(['0', '0', '1', '2']);
      expect(caught).toBe(1);
      expect(consumer.opened.length).toBeGreaterThanOrEqual(2);
    });

    it('refuses the commit of a closed task', async () => {
      const log = await fixture().log();
      const input = fixture().topic('in');
      const output = fixture().topic('out');
      await log.ensureTopics([spec(input), spec(output)]);
      await log.append(numbered(input, 1));
      let kept: Task | undefined;
      const consumer = await consume(log, {
        group: fixture().topic('group'),
        topics: [input],
        process: async (batch) => {
          await commitBatch(batch);
          kept = batch.task;
        },
      });
      await eventually('the task', () => kept !== undefined);
      await consumer.close();
      if (kept === undefined) throw new Error('no task');
      const error = await failureOf(kept.commit({ consumed: {}, produced: [record(output, 'k', 'late')] }));
      expect(error).toMatchObject({ name: 'LogError', code: 'task-lost' });
      await log.append([record(output, 'k', 'sound')]);
      expect(texts(await readAll(log, output))).toEqual(['sound']);
    });

    it('leaves a writer to the one that was opened last', async () => {
      const topic = fixture().topic('writer');
      const id = fixture().topic('writer-id');
      const log = await fixture().log();
      await log.ensureTopics([spec(topic)]);
      const old = await log.writer(id);
      await old.commit([record(topic, 'a', 'first')]);
      const young = await (await fixture().log()).writer(id);
      const error = await failureOf(old.commit([record(topic, 'a', 'zombie')]));
      expect(error).toMatchObject({ name: 'LogError', code: 'task-lost' });
      await young.commit([record(topic, 'a', 'second')]);
      expect(texts(await readAtLeast(2, log, topic))).toEqual(['first', 'second']);
      await old.close();
      await young.close();
    });

    it('does not touch writers of other ids', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('writers');
      await log.ensureTopics([spec(topic)]);
      const a = await log.writer(fixture().topic('writer-a'));
      const b = await log.writer(fixture().topic('writer-b'));
      await a.commit([record(topic, 'k', 'a')]);
      await b.commit([record(topic, 'k', 'b')]);
      await a.commit([record(topic, 'k', 'a again')]);
      await Promise.all([a.close(), b.close()]);
      expect(texts(await readAtLeast(3, log, topic))).toEqual(['a', 'b', 'a again']);
    });

    it("stores all of a writer's commit or nothing", async () => {
      const log = await fixture().log();
      const topic = fixture().topic('writer-atomic');
      await log.ensureTopics([spec(topic, { partitions: 2, maxRecordBytes: 10_000 })]);
      const id = fixture().topic('writer-id');
      const writer = await log.writer(id);
      const error = await failureOf(
        writer.commit([record(topic, 'a', 'ghost', 0), record(topic, 'b', 'x'.repeat(20_000), 1)]),
      );
      expect(error).toMatchObject({ code: 'record-too-large' });
      await writer.close();
      const next = await log.writer(id);
      await next.commit([record(topic, 'a', 'sound', 0), record(topic, 'a', 'sound', 1)]);
      await next.close();
      expect(texts(await readAtLeast(1, log, topic, 0))).toEqual(['sound']);
      expect(texts(await readAtLeast(1, log, topic, 1))).toEqual(['sound']);
    });
  });
}
