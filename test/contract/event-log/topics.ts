import { describe, expect, it } from 'vitest';
import { failureOf, record, spec, texts, readAll, useFixture, type EventLogFixture } from './fixture.js';

export function topicCases(setup: () => Promise<EventLogFixture>): void {
  describe('topics', () => {
    const fixture = useFixture(setup);

    it('creates what is missing and accepts what is there', async () => {
      const log = await fixture().log();
      const name = fixture().topic('created');
      await log.ensureTopics([spec(name, { partitions: 3 })]);
      await log.append([record(name, 'a', 'kept', 2)]);
      await log.ensureTopics([spec(name, { partitions: 3 })]);
      expect(texts(await readAll(log, name, 2))).toEqual(['kept']);
      expect(await log.range(name, 0)).toEqual({ first: 0, next: 0 });
    });

    it.each([
      ['partitions', { partitions: 4 }, /4/],
      ['cleanup policy', { cleanup: 'compact' as const }, /compact/],
    ])('refuses a topic with other %s and names topic, difference and fix', async (_what, change, wanted) => {
      const log = await fixture().log();
      const name = fixture().topic('mismatch');
      await log.ensureTopics([spec(name, { partitions: 2 })]);
      const error = await failureOf(log.ensureTopics([spec(name, { partitions: 2, ...change })]));
      expect(error).toMatchObject({ name: 'LogError', code: 'topic-mismatch', handling: 'fatal' });
      const { message } = error as Error;
      expect(message).toContain(name);
      expect(message).toMatch(wanted);
    });

    it('applies a changed retention and record limit to an existing topic', async () => {
      const log = await fixture().log();
      const name = fixture().topic('changed');
      await log.ensureTopics([spec(name, { maxRecordBytes: 2_000 })]);
      await log.ensureTopics([spec(name, { maxRecordBytes: 100_000, retentionMs: 3_600_000 })]);
      await log.append([record(name, 'a', 'x'.repeat(50_000))]);
      expect(await readAll(log, name)).toHaveLength(1);
    });

    it('names the unknown topic', async () => {
      const log = await fixture().log();
      const name = fixture().topic('unknown');
      const error = await failureOf(log.append([record(name, 'a', 'b')]));
      expect(error).toMatchObject({ name: 'LogError', code: 'topic-mismatch' });
      expect((error as Error).message).toContain(name);
    });
  });
}
