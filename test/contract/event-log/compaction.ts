import { describe, expect, it } from 'vitest';
import type { EventLog } from '../../../src/log/port.js';
import { eventually, readAll, record, spec, texts, useFixture, type EventLogFixture } from './fixture.js';

/** What a reader knows after it has folded the topic by key: the only promise about compacted topics. */
async function foldByKey(log: EventLog, topic: string, partition: number): Promise<Record<string, string>> {
  const state = new Map<string, string>();
  for (const r of await readAll(log, topic, partition)) {
    if (r.key === null) throw new Error(`${topic}: a record without a key in a compacted topic`);
    if (r.value === null) state.delete(r.key);
    else state.set(r.key, r.value.toString());
  }
  return Object.fromEntries([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function compactionCases(setup: () => Promise<EventLogFixture>): void {
  describe('compacted topics', () => {
    const fixture = useFixture(setup);

    it('keep at least the latest value of each key; a tombstone deletes one', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('compacted');
      await log.ensureTopics([spec(topic, { cleanup: 'compact' })]);
      for (let round = 0; round < 3; round++) {
        await log.append(['a', 'b', 'c', 'd'].map((key) => record(topic, key, `${key}${round}`)));
      }
      await log.append([record(topic, 'a', 'twice'), record(topic, 'a', 'at once')]);
      await log.append([{ topic, key: 'b', value: null }]);
      const writer = await log.writer(fixture().topic('writer-id'));
      await writer.commit([record(topic, 'c', 'by a writer'), { topic, key: 'd', value: null }]);
      await writer.commit([record(topic, 'd', 'back again')]);
      await writer.close();
      await eventually('the commit is readable', async () =>
        texts(await readAll(log, topic)).includes('back again'),
      );
      expect(await foldByKey(log, topic, 0)).toEqual({ a: 'at once', c: 'by a writer', d: 'back again' });
      const offsets = (await readAll(log, topic)).map((r) => r.offset);
      expect(offsets).toEqual([...new Set(offsets)].sort((x, y) => x - y));
    });

    it('tell a follower about a deletion', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('deletion');
      await log.ensureTopics([spec(topic, { cleanup: 'compact' })]);
      await log.append([record(topic, 'a', '1')]);
      await log.append([{ topic, key: 'a', value: null }]);
      const found = await readAll(log, topic);
      expect(found.at(-1)).toMatchObject({ key: 'a', value: null });
    });

    it('keep keys of different partitions apart', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('partitions');
      await log.ensureTopics([spec(topic, { cleanup: 'compact', partitions: 2 })]);
      await log.append([record(topic, 'k', 'zero', 0), record(topic, 'k', 'one', 1)]);
      expect(await foldByKey(log, topic, 0)).toEqual({ k: 'zero' });
      expect(await foldByKey(log, topic, 1)).toEqual({ k: 'one' });
    });

    it('refuse a record without a key', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('keyless');
      await log.ensureTopics([spec(topic, { cleanup: 'compact' })]);
      await expect(log.append([record(topic, null, 'lost')])).rejects.toThrow();
      expect(await readAll(log, topic)).toEqual([]);
    });
  });
}
