import { describe, expect, it } from 'vitest';
import type { Offset } from '../../../src/log/port.js';
import { consume } from './consumer.js';
import {
  after,
  eventually,
  failureOf,
  numbered,
  readAtLeast,
  record,
  spec,
  texts,
  useFixture,
  type EventLogFixture,
} from './fixture.js';

export function gapCases(setup: () => Promise<EventLogFixture>): void {
  describe('offset gaps', () => {
    const fixture = useFixture(setup);

    it.each([
      ['goes back', -5],
      ['lies beyond the end', 1_000],
    ])('a consumed offset that %s is refused, with its output', async (_what, step) => {
      const log = await fixture().log();
      const topic = fixture().topic('gap');
      const output = fixture().topic('gap-out');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(topic), spec(output)]);
      await log.append(numbered(topic, 10));
      const consumer = await consume(log, {
        group,
        topics: [topic],
        maxBatchRecords: 10,
        process: async ({ task, records }) => {
          const last = records.at(-1);
          if (last === undefined || after(last) < 10) return;
          await task.commit({ consumed: { [topic]: after(last) }, produced: [record(output, 'k', 'sound')] });
          const wrong = (after(last) + step) as Offset;
          await task.commit({ consumed: { [topic]: wrong }, produced: [record(output, 'k', 'ghost')] });
        },
      });
      await eventually('onFatal', () => consumer.fatal.length > 0);
      await consumer.close();
      expect(consumer.fatal[0]).toMatchObject({ name: 'LogError', code: 'offset-gap', handling: 'fatal' });
      expect(consumer.fatal[0]?.message).toContain(topic);
      expect(texts(await readAtLeast(1, log, output))).toEqual(['sound']);
    });

    it('a start position beyond the committed offset would skip records: refused', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('skip');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 10));
      const consumer = await consume(log, {
        group: fixture().topic('group'),
        topics: [topic],
        positions: (task) => ({ [topic]: ((task.committed[topic] ?? 0) + 3) as Offset }),
      });
      await eventually('onFatal', () => consumer.fatal.length > 0);
      await consumer.close();
      expect(consumer.fatal[0]).toMatchObject({ code: 'offset-gap' });
      expect(consumer.delivered()).toEqual([]);
    });

    it('a committed offset that retention has passed is fatal and names the place and the fix', async (context) => {
      const adapter = fixture();
      if (adapter.expire === undefined) return context.skip('this fixture cannot expire records at will');
      const log = await fixture().log();
      const topic = fixture().topic('expired');
      const group = fixture().topic('group');
      await log.ensureTopics([spec(topic, { retentionMs: 3_600_000 })]);
      await log.append(numbered(topic, 5));
      const first = await consume(log, { group, topics: [topic], maxBatchRecords: 5 });
      await eventually('5 records', () => first.delivered().length >= 5);
      await first.close();
      await log.append(numbered(topic, 5, 'lost'));
      const end = (await log.range(topic, 0)).next;
      await adapter.expire(topic, 0, end);
      await eventually('the new first offset', async () => (await log.range(topic, 0)).first >= end);
      await log.append(numbered(topic, 1, 'after'));
      const second = await consume(log, { group, topics: [topic] });
      await eventually('onFatal', () => second.fatal.length > 0);
      await second.close();
      const message = second.fatal[0]?.message ?? '';
      expect(second.fatal[0]).toMatchObject({ name: 'LogError', code: 'offset-gap' });
      expect(message).toContain(topic);
      expect(message).toContain(group);
      expect(message).toContain(String(end));
      expect(second.delivered()).toEqual([]);
      const error = await failureOf(log.read(topic, 0, 0 as Offset, end, () => undefined));
      expect(error).toMatchObject({ name: 'LogError', code: 'offset-gap' });
    });
  });
}
