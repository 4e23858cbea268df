import { describe, expect, it } from 'vitest';
import { consume, type Consumer } from './consumer.js';
import { eventually, numbered, spec, texts, useFixture, type EventLogFixture } from './fixture.js';

const partitions = [0, 1, 2, 3];

export function membershipCases(setup: () => Promise<EventLogFixture>): void {
  describe('members of a group', () => {
    const fixture = useFixture(setup);

    it('share the partitions, keep co-partitioned topics together, and take over what a leaver held', async () => {
      const log = await fixture().log();
      const topics = [fixture().topic('left'), fixture().topic('right')];
      const group = fixture().topic('group');
      await log.ensureTopics(topics.map((topic) => spec(topic, { partitions: 4 })));
      const fill = (text: string): Promise<void> =>
        log.append(topics.flatMap((topic) => partitions.flatMap((p) => numbered(topic, 25, text, p))));
      const a = await consume(log, { group, topics });
      await fill('one ');
      const seen = (consumers: Consumer[]): number =>
        consumers.reduce((sum, consumer) => sum + consumer.delivered().length, 0);
      await eventually('all of the first round', () => seen([a]) >= 200);
      const b = await consume(await fixture().log(), { group, topics });
      await eventually(
        'two partitions each',
        () => a.held.size === 2 && b.held.size === 2 && new Set([...a.held, ...b.held]).size === 4,
      );
      const heldByA = new Set(a.held);
      const heldByB = new Set(b.held);
      const [beforeA, beforeB] = [a.delivered().length, b.delivered().length];
      await fill('two ');
      await eventually('all of the second round', () => seen([a, b]) >= 400);
      for (const r of a.delivered().slice(beforeA)) expect(heldByA.has(r.partition)).toBe(true);
      for (const r of b.delivered().slice(beforeB)) expect(heldByB.has(r.partition)).toBe(true);
      await a.close();
      await eventually('all partitions with the one that stayed', () => b.held.size === 4);
      await fill('three ');
      await eventually('all of the third round', () => seen([a, b]) >= 600);
      await b.close();
      expect([...a.fatal, ...b.fatal]).toEqual([]);
      // A task that is reopened reads from its commit: everything was delivered, and committed, exactly once.
      for (const topic of topics) {
        for (const partition of partitions) {
          const mine = [...a.delivered(topic), ...b.delivered(topic)].filter(
            (r) => r.partition === partition,
          );
          expect(texts(mine)).toEqual(
            ['one ', 'two ', 'three '].flatMap((t) => Array.from({ length: 25 }, (_, i) => `${t}${i}`)),
          );
        }
      }
    });

    it('are independent of the members of other groups', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('independent');
      await log.ensureTopics([spec(topic, { partitions: 2 })]);
      await log.append([...numbered(topic, 10, '', 0), ...numbered(topic, 10, '', 1)]);
      const a = await consume(log, { group: fixture().topic('group-a'), topics: [topic] });
      const b = await consume(log, { group: fixture().topic('group-b'), topics: [topic] });
      await eventually('20 each', () => a.delivered().length >= 20 && b.delivered().length >= 20);
      await Promise.all([a.close(), b.close()]);
      expect(a.delivered()).toHaveLength(20);
      expect(b.delivered()).toHaveLength(20);
    });
  });
}
