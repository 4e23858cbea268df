import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../../src/log/partitioner.js';
import type { LogRecord, NewRecord, Offset } from '../../../src/log/port.js';
import {
  after,
  eventually,
  failureOf,
  numbered,
  readAll,
  record,
  spec,
  texts,
  useFixture,
  type EventLogFixture,
} from './fixture.js';

export function readingCases(setup: () => Promise<EventLogFixture>): void {
  describe('append and read', () => {
    const fixture = useFixture(setup);

    it('gives back keys, bytes and headers as they were', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('round-trip');
      await log.ensureTopics([spec(topic)]);
      const allBytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
      const records: NewRecord[] = [
        { topic, key: 'bytes', value: allBytes },
        { topic, key: null, value: Buffer.from('no key') },
        { topic, key: 'empty', value: Buffer.alloc(0) },
        { topic, key: '', value: Buffer.from('empty key') },
        { topic, key: 'schlüssel-鍵-🔑', value: Buffer.from('unicode key') },
        { topic, key: 'headers', value: Buffer.from('h'), headers: { reason: 'späte Ankunft', empty: '' } },
      ];
      const before = Date.now() - 60_000;
      await log.append(records);
      const found = await readAll(log, topic);
      expect(
        found.map((r) => ({ key: r.key, value: r.value?.toString('hex'), headers: { ...r.headers } })),
      ).toEqual(
        records.map((r) => ({ key: r.key, value: r.value?.toString('hex'), headers: { ...r.headers } })),
      );
      for (const r of found) {
        expect(r).toMatchObject({ topic, partition: 0 });
        expect(r.appendedAt).toBeGreaterThan(before);
        expect(Buffer.isBuffer(r.value)).toBe(true);
      }
    });

    it('keeps the order of a partition, over many appends', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('order');
      await log.ensureTopics([spec(topic, { partitions: 2 })]);
      for (let i = 0; i < 5; i++) {
        await log.append([...numbered(topic, 200, `${i}a`, 0), ...numbered(topic, 200, `${i}b`, 1)]);
      }
      for (const [partition, letter] of [
        [0, 'a'],
        [1, 'b'],
      ] as const) {
        const found = await readAll(log, topic, partition);
        expect(texts(found)).toEqual(
          [0, 1, 2, 3, 4].flatMap((i) => Array.from({ length: 200 }, (_, j) => `${i}${letter}${j}`)),
        );
        found.reduce((previous, r) => {
          expect(r.offset).toBeGreaterThan(previous);
          return r.offset;
        }, -1);
      }
    });

    it("chooses the partition by Kafka's murmur2 of the key", async () => {
      const log = await fixture().log();
      const topic = fixture().topic('partitioning');
      await log.ensureTopics([spec(topic, { partitions: 5 })]);
      const keys = Array.from({ length: 100 }, (_, i) => `prediction-${i}-é`);
      await log.append(keys.map((key) => record(topic, key, key)));
      for (let partition = 0; partition < 5; partition++) {
        expect((await readAll(log, topic, partition)).map((r) => r.key)).toEqual(
          keys.filter((key) => partitionOf(key, 5) === partition),
        );
      }
    });

    it('reads from the first bound up to, and without, the second', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('bounds');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 4));
      await log.append(numbered(topic, 6, 'x'));
      const all = await readAll(log, topic);
      const at = (i: number): Offset => all[i]?.offset ?? (-1 as Offset);
      const between = async (from: Offset, to: Offset): Promise<string[]> => {
        const found: LogRecord[] = [];
        await log.read(topic, 0, from, to, (records) => {
          expect(records.length).toBeGreaterThan(0);
          found.push(...records);
        });
        return texts(found);
      };
      expect(await between(at(2), at(6))).toEqual(['2', '3', 'x0', 'x1']);
      expect(await between(at(9), (at(9) + 1_000) as Offset)).toEqual(['x5']);
      expect(await between(at(3), at(3))).toEqual([]);
    });

    it('waits for the callback before it hands over more, and passes its error on', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('backpressure');
      await log.ensureTopics([spec(topic)]);
      for (let i = 0; i < 4; i++) await log.append(numbered(topic, 3_000, `${i}-`));
      const { first, next } = await log.range(topic, 0);
      let running = 0;
      let total = 0;
      await log.read(topic, 0, first, next, async (records) => {
        expect(++running).toBe(1);
        await new Promise(setImmediate);
        total += records.length;
        running--;
      });
      expect(total).toBe(12_000);
      const refusal = new Error('enough');
      expect(
        await failureOf(
          log.read(topic, 0, first, next, () => {
            throw refusal;
          }),
        ),
      ).toBe(refusal);
    });

    it('names the first and the next offset of a partition', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('range');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 7));
      const found = await readAll(log, topic);
      const last = found.at(-1);
      const range = await log.range(topic, 0);
      expect(range.first).toBe(found[0]?.offset);
      expect(range.next).toBeGreaterThanOrEqual(last === undefined ? Infinity : after(last));
    });

    it('stores many appends made at once, each whole; one that is too large fails alone', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('at-once');
      const other = fixture().topic('at-once-too');
      await log.ensureTopics([
        spec(topic, { partitions: 3, maxRecordBytes: 10_000 }),
        spec(other, { partitions: 1 }),
      ]);
      const appends = Array.from({ length: 300 }, (_, i) =>
        log.append(
          i === 150
            ? [record(topic, 'a', 'beside it'), record(topic, 'b', 'x'.repeat(20_000))]
            : [record(topic, `k${i}`, `${i}`), ...(i % 3 === 0 ? [record(other, `k${i}`, `${i}`)] : [])],
        ),
      );
      const results = await Promise.allSettled(appends);
      expect(results.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []))).toEqual([150]);
      const [first, second] = [await readAll(log, topic), await readAll(log, other)];
      const others = [await readAll(log, topic, 1), await readAll(log, topic, 2)].flat();
      const numbers = (found: typeof first): number[] =>
        texts(found)
          .map(Number)
          .sort((a, b) => a - b);
      const sent = Array.from({ length: 300 }, (_, i) => i).filter((i) => i !== 150);
      expect(numbers([...first, ...others])).toEqual(sent);
      expect(numbers(second)).toEqual(sent.filter((i) => i % 3 === 0));
    });

    it('refuses a record over the limit, and nothing of its append is stored', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('too-large');
      await log.ensureTopics([spec(topic, { maxRecordBytes: 10_000 })]);
      const error = await failureOf(
        log.append([record(topic, 'a', 'small'), record(topic, 'b', 'x'.repeat(20_000))]),
      );
      expect(error).toMatchObject({ code: 'record-too-large', handling: 'fatal' });
      expect((error as Error).message).toContain(topic);
      expect((error as Error).message).toMatch(/10[,_]?000/);
      await log.append([record(topic, 'c', 'next')]);
      expect(texts(await readAll(log, topic))).toEqual(['next']);
    });
  });

  describe('follow', () => {
    const fixture = useFixture(setup);

    it('delivers all partitions from their first records, then what is appended', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('follow-first');
      await log.ensureTopics([spec(topic, { partitions: 2 })]);
      await log.append([...numbered(topic, 10, 'old', 0), ...numbered(topic, 10, 'old', 1)]);
      const seen: LogRecord[] = [];
      const follower = await (
        await fixture().log()
      ).follow([topic], 'first', (records) => {
        seen.push(...records);
      });
      await eventually('the old records', () => seen.length === 20);
      await log.append(numbered(topic, 5, 'new', 1));
      await eventually('the new records', () => seen.length === 25);
      await follower.close();
      expect(texts(seen.filter((r) => r.partition === 1))).toEqual([
        ...Array.from({ length: 10 }, (_, i) => `old${i}`),
        ...Array.from({ length: 5 }, (_, i) => `new${i}`),
      ]);
    });

    it('from now on delivers only what is appended after it has resolved; nothing after close', async () => {
      const log = await fixture().log();
      const topic = fixture().topic('follow-now');
      await log.ensureTopics([spec(topic)]);
      await log.append(numbered(topic, 10, 'old'));
      const seen: LogRecord[] = [];
      const follower = await (
        await fixture().log()
      ).follow([topic], 'now', (records) => {
        seen.push(...records);
      });
      await log.append(numbered(topic, 3, 'new'));
      await eventually('the new records', () => seen.length >= 3);
      await follower.close();
      await log.append(numbered(topic, 3, 'unheard'));
      expect(texts(seen)).toEqual(['new0', 'new1', 'new2']);
    });
  });
}
